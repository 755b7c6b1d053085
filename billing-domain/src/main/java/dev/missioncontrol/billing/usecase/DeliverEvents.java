package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.store.OutboxRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Hands the outbox to the application: each event at least once, a tenant's in order. One node does it at a time; an
 * application that throws gets the event, and those of its tenant behind it, again later. What it does with one event has the
 * job's lease to be done in: another node takes what takes longer for abandoned, and tells it again.
 */
public final class DeliverEvents {
    /** Name of the job. */
    static final String JOB = "outbox";

    /** Events handed over to handlers in one round: their time is theirs, and other work waits. */
    static final int BATCH = 100;

    /** Events that become readable in one transaction, where nobody is told; as often as there are so many. */
    static final int PUBLISHED_TOGETHER = 1_000;

    /** Most such transactions in one round: some seconds of what a node takes in. */
    static final int MOST_TRANSACTIONS = 5;

    /** For how long more are expected after some came: between two of a second's looks by workers. */
    static final Duration FLOWS_FOR = Duration.ofSeconds(1);

    /** How long an event waits that the application could not take. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    /** How long one waits that can't be read: it is told as often, and a person mends it no sooner. */
    static final Duration UNREADABLE_AGAIN = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final List<Consumer<BillingEvent>> handlers;
    private final Consumer<RuntimeException> trouble;
    private final Duration lease;
    private final BoundedRetry briefly;
    private final InstantSource clock;

    private final UnreleasedClaims<Jobs.Run> unreturned = new UnreleasedClaims<>(this::finish);

    /** When events were last made readable of which nobody is told; long ago where that failed since. */
    private volatile Instant found = Instant.MIN;

    DeliverEvents(
            Transactions transactions,
            List<Consumer<BillingEvent>> handlers,
            Consumer<RuntimeException> trouble,
            Duration lease,
            InstantSource clock) {
        this.transactions = transactions;
        this.handlers = List.copyOf(handlers);
        this.trouble = trouble;
        this.lease = lease;
        this.clock = clock;
        briefly = new BoundedRetry(transactions, clock);
    }

    /**
     * Hands over what is due, for as long as it may go on: asked before every event, since handlers take their time. Returns
     * how many events were taken, or put off since they can't be read: those of their tenants behind them wait with them.
     */
    public int deliverDue(BooleanSupplier goOn) {
        if (!goOn.getAsBoolean()) return 0;
        if (handlers.isEmpty()) return publish();
        unreturned.giveBack();
        if (transactions.run(tx -> tx.journal().due(1)).isEmpty()) return 0;
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return 0;
        try {
            int taken = new Turn(run.get(), goOn).handOverAll();
            finish(run.get());
            return taken;
        } catch (RuntimeException fault) {
            unreturned.keep(fault, List.of(run.get()));
            throw fault;
        }
    }

    private void finish(Jobs.Run run) {
        transactions.run(tx -> {
            tx.jobs().finish(run, "done", "", Duration.ZERO);
            return null;
        });
    }

    /**
     * Whether another round may find more after one that took so many: with handlers, whenever one was taken; without, only
     * where a round took all it may.
     */
    boolean leavesSome(int taken) {
        return taken >= (handlers.isEmpty() ? MOST_TRANSACTIONS * PUBLISHED_TOGETHER : 1);
    }

    /** Whether events became readable a moment ago, with nobody to be told of them: more may come soon. */
    boolean flows() {
        Instant last = found;
        Instant now = clock.instant();
        return last.isAfter(Instant.MIN) && !now.isBefore(last) && now.isBefore(last.plus(FLOWS_FOR));
    }

    /**
     * Makes readable what waits, where nobody has to be told of it who could fail: many at once, so that what waits is soon none,
     * however fast events come in. Needs no turn: who gives positions holds their counter.
     */
    private int publish() {
        int all = 0;
        boolean failed = true;
        try {
            for (int many = 0; many < MOST_TRANSACTIONS; many++) {
                int published = transactions.run(tx -> tx.journal().deliverUnheard(PUBLISHED_TOGETHER));
                all += published;
                if (published < PUBLISHED_TOGETHER) break;
            }
            failed = false;
        } finally {
            // Left to the next run: ten times a second it would be told as often.
            if (failed) found = Instant.MIN;
        }
        if (all > 0) found = clock.instant();
        return all;
    }

    private static RuntimeException unreadable(List<OutboxRow.Unreadable> rows) {
        OutboxRow.Unreadable first = rows.get(0);
        return new IllegalStateException(
                "events that the application is to be told of can't be read: " + rows.size()
                        + ", each held back with those of its tenant behind it for " + UNREADABLE_AGAIN.toMinutes()
                        + " minutes. The first: " + first.words(),
                first.fault());
    }

    /**
     * One by one, so that a node that ends in the middle tells as little as it can twice. The job is held anew for every
     * event: handlers take their time, and another node that took over meanwhile tells what follows, which must not be told
     * out of order behind it.
     */
    private final class Turn {
        private final Jobs.Run run;
        private final BooleanSupplier goOn;
        private boolean held;
        private int inTheWay;

        Turn(Jobs.Run run, BooleanSupplier goOn) {
            this.run = run;
            this.goOn = goOn;
        }

        int handOverAll() {
            List<OutboxRow> rows = transactions.run(tx -> {
                held = hold(tx);
                return tx.journal().due(BATCH);
            });
            int taken = 0;
            List<OutboxRow.Unreadable> putOff = new ArrayList<>();
            Set<String> waiting = new HashSet<>();
            for (OutboxRow row : rows) {
                if (waiting.contains(row.tenant())) continue;
                if (!held || !goOn.getAsBoolean()) break;
                if (row instanceof OutboxRow.Readable readable && handOver(readable.event())) {
                    taken++;
                    continue;
                }
                if (row instanceof OutboxRow.Unreadable unreadable && putOff(unreadable)) putOff.add(unreadable);
                waiting.add(row.tenant());
            }
            if (!putOff.isEmpty()) trouble.accept(unreadable(putOff));
            return taken + putOff.size();
        }

        private boolean putOff(OutboxRow.Unreadable row) {
            return inTheWay < BoundedRetry.MOST_HELD && later(tx -> tx.journal().deliverLater(row, UNREADABLE_AGAIN));
        }

        /**
         * Where somebody holds its tenant it stays due, and is met again; of those only a few are waited for. The job is held anew then
         * too, or what is waited for here, or took a handler's time, could last until another node takes over.
         */
        private boolean later(Consumer<BillingTransaction> puttingOff) {
            boolean done = inTheWay < BoundedRetry.MOST_HELD
                    && FaultIsolation.unlessInTheWay(() -> held = briefly.run(tx -> {
                        puttingOff.accept(tx);
                        return hold(tx);
                    }));
            if (done) return true;
            inTheWay++;
            held = transactions.run(this::hold);
            return false;
        }

        private boolean handOver(BillingEvent event) {
            try {
                handlers.forEach(handler -> handler.accept(event));
            } catch (RuntimeException | Error theirs) {
                // What ends the machine is no handler's; a stack that was too small is.
                if (theirs instanceof VirtualMachineError dying && !(theirs instanceof StackOverflowError)) throw dying;
                trouble.accept(
                        theirs instanceof RuntimeException usual
                                ? usual
                                : new IllegalStateException("a handler of events failed: " + theirs, theirs));
                later(tx -> tx.journal().deliverLater(event, AGAIN));
                return false;
            }
            held = transactions.run(tx -> {
                tx.journal().delivered(event);
                return hold(tx);
            });
            return true;
        }

        private boolean hold(BillingTransaction tx) {
            return tx.jobs().proceed(run, "", lease);
        }
    }
}
