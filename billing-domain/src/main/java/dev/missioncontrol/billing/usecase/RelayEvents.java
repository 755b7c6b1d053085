package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedRow;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import dev.missioncontrol.billing.usecase.RelayState.Trouble;
import dev.missioncontrol.billing.usecase.RelayState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells receivers of events: each at least once, a tenant's in order, none of one tenant held up by another's. One node at
 * a time speaks to a receiver; how far it came is kept after every event.
 */
public final class RelayEvents {
    /** Events read at once. */
    static final int BATCH = 50;

    /** How soon it is looked again for new events. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    /**
     * How long a node may be silent before another takes over: longer than any one sending takes. Ours takes 10 s for the answer and 1 s
     * for its rest; reading what is sent and keeping what was take 7 s each at most, 2 s for a connection and 5 s for the statement.
     */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final String JOB = "relay-";

    private final Transactions transactions;
    private final InstantSource clock;
    private final Consumer<RuntimeException> trouble;
    private final Map<String, Turn> unfinished = new ConcurrentHashMap<>();

    /** @param trouble told of what receivers throw */
    RelayEvents(Transactions transactions, InstantSource clock, Consumer<RuntimeException> trouble) {
        this.transactions = transactions;
        this.clock = clock;
        this.trouble = trouble;
    }

    /**
     * What was done.
     *
     * @param sent events that were taken
     * @param failed attempts that failed
     * @param givenUp events that are not tried any more: they can still be read
     * @param turn whether it was this node's turn: otherwise nothing is known of how the receiver fares
     * @param failingSince the first of the failures that have not been made up for, if there are such
     * @param unreadable the first row met in this turn that can't be read, in words for an operator: it is tried as one that the
     *     receiver refuses, and holds up its own tenant alone
     * @param passedOver rows, in words for an operator, of which not even the tenant can be read: nobody waits with them, and they
     *     are not tried again
     */
    public record Done(
            int sent,
            int failed,
            int givenUp,
            boolean turn,
            Optional<Instant> failingSince,
            Optional<String> unreadable,
            List<String> passedOver) {
        static final Done NOT_OURS = new Done(0, 0, 0, false, Optional.empty(), Optional.empty(), List.of());

        /** What was done. */
        public Done {
            passedOver = List.copyOf(passedOver);
        }
    }

    /** One turn at a receiver. */
    private final class Turn {
        private final EventReceiver receiver;
        private final Jobs.Run run;
        private Instant looked = clock.instant();
        private Instant reached;
        private RelayState state;
        private boolean held = true;
        private int sent;
        private int failed;
        private int givenUp;
        private Optional<String> unreadable = Optional.empty();
        private final List<String> passedOver = new ArrayList<>();

        Turn(EventReceiver receiver, Jobs.Run run) {
            this.receiver = receiver;
            this.run = run;
            reached = run.claimed();
            state = RelayState.of(run.cursor());
        }

        /**
         * By the store's clock: what one node writes of when to try again, another reads, whose clock may be hours away. This node's own
         * says only how much time has passed since it was asked last: none, where it was put back, and no more than a lease.
         */
        private Instant now() {
            Instant looks = clock.instant();
            Duration passed = Duration.between(looked, looks);
            if (passed.compareTo(LEASE) > 0) passed = LEASE;
            if (!passed.isNegative()) reached = reached.plus(passed);
            looked = looks;
            return reached;
        }

        /** Those that wait, then those that are new. */
        void take() {
            if (state.paused(now())) return;
            for (TenantId tenant : state.due(now())) {
                if (!held || state.paused(now())) return;
                waiting(tenant);
            }
            if (held && state.waiting().size() < RelayState.MOST_WAITING) fresh();
        }

        private void waiting(TenantId tenant) {
            Waiting one = state.waiting().get(tenant);
            List<PublishedRow> rest =
                    transactions.run(tx -> tx.journal().publishedOf(tenant, one.from() - 1, state.position(), BATCH));
            for (PublishedRow next : rest) {
                Waiting before = state.waiting().get(tenant);
                Outcome outcome = send(next.row());
                Instant now = now();
                if (outcome instanceof Outcome.Taken) {
                    sent++;
                    keep(state.at(state.position()).with(tenant, new Waiting(next.position() + 1, Optional.empty())));
                } else {
                    failed++;
                    Trouble trouble = Trouble.after(before.trouble(), now, next.position(), asked(outcome));
                    boolean hopeless = trouble.hopeless(now);
                    if (hopeless) givenUp++;
                    keep(state.with(
                            tenant,
                            hopeless
                                    ? new Waiting(next.position() + 1, Optional.empty())
                                    : new Waiting(next.position(), Optional.of(trouble))));
                    if (!hopeless) return;
                }
                if (!held) return;
            }
            if (rest.size() < BATCH) keep(state.without(tenant));
        }

        private void fresh() {
            List<PublishedRow> rows = transactions.run(tx -> tx.journal().published(state.position(), BATCH));
            for (PublishedRow next : rows) {
                Optional<TenantId> tenant = TenantId.parse(next.row().tenant());
                if (tenant.isEmpty()) passedOver.add(((OutboxRow.Unreadable) next.row()).words());
                if (tenant.isEmpty() || state.waiting().containsKey(tenant.get())) {
                    keep(state.past(next.position()));
                    if (!held) return;
                    continue;
                }
                Outcome outcome = send(next.row());
                Instant now = now();
                if (outcome instanceof Outcome.Taken) {
                    sent++;
                    keep(state.at(next.position()));
                } else {
                    failed++;
                    Optional<Trouble> before = state.away();
                    if (outcome instanceof Outcome.Refused) {
                        Trouble trouble = Trouble.after(Optional.empty(), now, next.position(), asked(outcome));
                        RelayState past = next.row() instanceof OutboxRow.Unreadable
                                ? state.past(next.position())
                                : state.at(next.position());
                        keep(past.with(tenant.get(), new Waiting(next.position(), Optional.of(trouble))));
                    } else {
                        Trouble trouble = Trouble.after(before, now, receiver.name(), Optional.empty());
                        if (!trouble.hopeless(now) || !isOld(next.row(), now)) {
                            keep(state.away(trouble));
                            return;
                        }
                        givenUp++;
                        keep(new RelayState(next.position(), Optional.of(trouble), state.waiting()));
                    }
                }
                if (!held || state.waiting().size() >= RelayState.MOST_WAITING) return;
            }
            boolean all = rows.size() < BATCH && state.waiting().isEmpty();
            if (all && state.away().isPresent()) keep(state.idle());
        }

        /** Whether it has waited as long as an event is tried, and not only the receiver been away for so long. */
        private boolean isOld(OutboxRow row, Instant now) {
            return row instanceof OutboxRow.Readable readable
                    && !readable.event().at().plus(RelayState.GIVE_UP_AFTER).isAfter(now);
        }

        /** One that can't be read waits, with those of its tenant behind it, as one that the receiver refuses. */
        private Outcome send(OutboxRow row) {
            if (row instanceof OutboxRow.Readable readable) return sent(readable.event());
            String words = ((OutboxRow.Unreadable) row).words();
            unreadable = unreadable.or(() -> Optional.of(words));
            return new Outcome.Refused(words, Optional.empty());
        }

        /** What a receiver throws is about this event: it waits, with those of its tenant behind it, and holds up nobody else. */
        private Outcome sent(BillingEvent event) {
            try {
                return receiver.send(event);
            } catch (RuntimeException | Error theirs) {
                // What ends the machine is no receiver's; a stack that was too small is.
                if (theirs instanceof VirtualMachineError dying && !(theirs instanceof StackOverflowError)) throw dying;
                trouble.accept(new IllegalStateException(
                        "a receiver of events failed at " + event.id() + ", which it is sent again: " + theirs,
                        theirs));
                return new Outcome.Refused("the receiver threw " + theirs, Optional.empty());
            }
        }

        private void keep(RelayState next) {
            state = next;
            held = transactions.run(tx -> tx.jobs().proceed(run, state.text(), LEASE));
        }

        void finish() {
            transactions.run(tx -> {
                tx.jobs()
                        .finish(
                                run,
                                sent + " sent, " + failed + " failed",
                                state.text(),
                                sent > 0 ? Duration.ZERO : AGAIN);
                return null;
            });
        }
    }

    private static Optional<Duration> asked(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? refused.retryAfter() : Optional.empty();
    }

    /**
     * Tells a receiver what it does not know yet, if it is this node's turn and time to.
     *
     * @throws dev.missioncontrol.billing.store.StoreException if the store is away; nothing is lost, call again later
     */
    public Done relay(EventReceiver receiver) {
        finish(receiver.name());
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB + receiver.name(), LEASE));
        if (run.isEmpty()) return Done.NOT_OURS;
        Turn turn = new Turn(receiver, run.get());
        try {
            turn.take();
            turn.finish();
        } catch (RuntimeException fault) {
            leave(turn, fault);
            throw fault;
        }
        return new Done(
                turn.sent,
                turn.failed,
                turn.givenUp,
                true,
                turn.state.failingSince(),
                turn.unreadable,
                turn.passedOver);
    }

    /** Since the store was away: at the next turn, with what is known to have been sent, or it would wait for its lease to end. */
    private void leave(Turn turn, RuntimeException fault) {
        if (FaultIsolation.isAway(fault)) unfinished.put(turn.receiver.name(), turn);
    }

    private void finish(String receiver) {
        Turn left = unfinished.remove(receiver);
        if (left == null) return;
        try {
            left.finish();
        } catch (RuntimeException fault) {
            leave(left, fault);
            throw fault;
        }
    }
}
