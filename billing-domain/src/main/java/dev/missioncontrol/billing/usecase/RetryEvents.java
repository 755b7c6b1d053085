package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tries events again that could not be applied by our own fault; after the last try they are dead, and wait for a person. */
public final class RetryEvents {
    /** How often an event is tried: with the backoff, for about four minutes of a passing fault. */
    public static final int MOST_ATTEMPTS = 8;

    /** How long one waits that can't be read, as the longest wait of one that failed: it is told as often. */
    static final Duration UNREADABLE_AGAIN = Duration.ofMinutes(15);

    /** How long one waits whose tenant somebody holds, by hand as a rule: not among the first of every round, and soon after that. */
    static final Duration HELD_AGAIN = Duration.ofSeconds(15);

    private final Transactions transactions;
    private final Briefly briefly;
    private final ApplyEvent apply;
    private final Bookkeeping books;
    private final EventReader reader;
    private final InstantSource clock;
    private final Consumer<WorkNote> notes;

    RetryEvents(
            Transactions transactions,
            ApplyEvent apply,
            Bookkeeping books,
            EventReader reader,
            InstantSource clock,
            Consumer<WorkNote> notes) {
        this.transactions = transactions;
        briefly = new Briefly(transactions, clock);
        this.apply = apply;
        this.books = books;
        this.reader = reader;
        this.clock = clock;
        this.notes = notes;
    }

    /**
     * Tries those that are due. Returns how many were; at most {@code most}. Those that somebody is in the way of are put off and don't
     * count; only a few of them are waited for.
     *
     * @throws IllegalStateException if some can't be read, once the others are tried: they stay, and are due again later
     */
    int retryDue(int most) {
        Round round = new Round();
        int tried = 0;
        while (tried < most && round.inTheWay < Briefly.MOST_HELD && round.retryOne()) tried++;
        if (round.putOff.isEmpty()) return tried - round.later;
        InboxRow.Unreadable first = round.putOff.get(0);
        throw new IllegalStateException(
                "events that are to be tried again can't be read: " + round.putOff.size() + ", each put off for "
                        + UNREADABLE_AGAIN.toMinutes() + " minutes. The first: " + first.words(),
                first.fault());
    }

    private final class Round {
        private final List<InboxRow.Unreadable> putOff = new ArrayList<>();
        private final List<InTheWay> met = new ArrayList<>();
        private int inTheWay;
        private int later;

        /** Tries one that is due, or puts it off where it can't be read. Returns whether there was one. */
        private boolean retryOne() {
            InboxRow[] found = new InboxRow[1];
            InboxEvent[] due = new InboxEvent[1];
            Optional<WorkNote> done;
            try {
                done = briefly.run(tx -> {
                    List<InboxRow> held = tx.inbox().lockDue(1);
                    found[0] = held.stream().findFirst().orElse(null);
                    if (held.isEmpty()) return Optional.empty();
                    if (held.get(0) instanceof InboxRow.Unreadable unreadable) {
                        tx.inbox().retryLater(unreadable, UNREADABLE_AGAIN);
                        return Optional.empty();
                    }
                    due[0] = ((InboxRow.Readable) held.get(0)).event();
                    if (waitedFor(due[0]).isPresent()) return Optional.empty();
                    ApplyEvent.Result result =
                            apply.apply(tx, reader.reread(due[0].id(), due[0].payload()), clock.instant());
                    WorkNote.About about = about(due[0], result.tenant());
                    return Optional.of(new WorkNote.Retried(about, due[0].attempts() + 1, result.outcome()));
                });
            } catch (RuntimeException fault) {
                if (due[0] == null || EachAlone.isAway(fault)) throw fault;
                if (EachAlone.isConflict(fault)) {
                    inTheWay++;
                    met.add(new InTheWay(due[0], fault));
                    later(due[0], fault);
                } else {
                    failed(due[0], fault);
                }
                return true;
            }
            Optional<RuntimeException> inItsWay = Optional.ofNullable(due[0]).flatMap(this::waitedFor);
            if (inItsWay.isPresent()) {
                later(due[0], inItsWay.get());
                return true;
            }
            // After the commit: a listener that fails now undoes nothing.
            done.ifPresent(notes);
            if (found[0] instanceof InboxRow.Unreadable unreadable) putOff.add(unreadable);
            return found[0] != null;
        }

        /** What was in the way of another event about the same: it is not waited for twice in a round, however many there are. */
        private Optional<RuntimeException> waitedFor(InboxEvent event) {
            return met.stream()
                    .filter(one -> one.sameAs(event))
                    .map(InTheWay::why)
                    .findFirst();
        }

        /** Somebody holds what it is about, an operator by hand say: it waits, as others behind it need not, and that is no try. */
        private void later(InboxEvent event, RuntimeException conflict) {
            later++;
            fail(event, EventOutcome.FAILED, event.attempts(), Optional.of(HELD_AGAIN), conflict);
        }
    }

    /** An event that somebody is in the way of. */
    private record InTheWay(InboxEvent event, RuntimeException why) {
        boolean sameAs(InboxEvent other) {
            return event.tenant().isPresent() && event.tenant().equals(other.tenant())
                    || event.subscription().isPresent() && event.subscription().equals(other.subscription());
        }
    }

    private void failed(InboxEvent event, RuntimeException ours) {
        int attempts = event.attempts() + 1;
        if (attempts >= MOST_ATTEMPTS) giveUp(event, attempts, InboxRow.describe(ours));
        else fail(event, EventOutcome.FAILED, attempts, Optional.of(delay(event.id(), attempts)), ours);
    }

    private void fail(
            InboxEvent event, EventOutcome outcome, int attempts, Optional<Duration> again, RuntimeException why) {
        String reason = InboxRow.describe(why);
        boolean failed = transactions.run(tx -> tx.inbox().failAgain(event, outcome, reason, attempts, again));
        // Nothing held it since: another node may have applied it, which is not undone.
        if (failed) notes.accept(new WorkNote.RetryFailed(about(event, event.tenant()), attempts, again, reason));
    }

    /**
     * In one transaction with a row of its tenant's audit, where that can be: the tenant, who holds it, or the head of its chain may be
     * what the event failed at. Then that row alone is missing, which stands beside the reason: waiting for it, it would never be dead.
     */
    private void giveUp(InboxEvent event, int attempts, String reason) {
        Optional<WorkNote> told;
        try {
            told = briefly.run(tx -> {
                if (!dies(tx, event, attempts, reason)) return Optional.empty();
                Optional<TenantId> whose = whose(tx, event);
                whose.ifPresent(tenant -> note(tx, tenant, event, attempts, reason));
                return Optional.of(givenUp(event, whose, attempts, reason));
            });
        } catch (RuntimeException fault) {
            if (EachAlone.isAway(fault)) throw fault;
            String both = reason + "; in no audit, which failed too: " + InboxRow.describe(fault);
            boolean dead = transactions.run(tx -> dies(tx, event, attempts, both));
            told = dead ? Optional.of(givenUp(event, event.tenant(), attempts, both)) : Optional.empty();
        }
        told.ifPresent(notes);
    }

    private static boolean dies(BillingTransaction tx, InboxEvent event, int attempts, String reason) {
        return tx.inbox().failAgain(event, EventOutcome.DEAD, reason, attempts, Optional.empty());
    }

    /** What would have told whose it is was undone with each try. */
    private Optional<TenantId> whose(BillingTransaction tx, InboxEvent event) {
        return event.tenant()
                .or(() -> event.subscription().flatMap(tx.accounts()::ownerOf).flatMap(SubscriptionOwner::tenant))
                .or(() -> apply.tenantOf(tx, reader.reread(event.id(), event.payload())));
    }

    private void note(BillingTransaction tx, TenantId tenant, InboxEvent event, int attempts, String reason) {
        Instant now = clock.instant();
        Bookkeeping.Cause cause = new Bookkeeping.Cause(Actor.WEBHOOK, Optional.of(event.id()), now);
        String rule = "the event was given up after " + attempts + " tries: " + reason;
        books.note(tx, books.hold(tx, tenant, now), rule, cause);
    }

    private static WorkNote givenUp(InboxEvent event, Optional<TenantId> whose, int attempts, String reason) {
        return new WorkNote.RetryFailed(about(event, whose), attempts, Optional.empty(), reason);
    }

    private static WorkNote.About about(InboxEvent event, Optional<TenantId> tenant) {
        return new WorkNote.About(tenant, event.subscription(), Optional.of(event.id()));
    }

    static Duration delay(EventId event, int attempts) {
        return Backoff.after(attempts, event.value());
    }
}
