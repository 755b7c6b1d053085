package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.ProviderEvent;
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
    /** How often an event is tried: with the backoff, for one to two minutes of a passing fault. */
    public static final int MOST_ATTEMPTS = 8;

    /**
     * How much oftener one is tried that would be given up, while somebody is in the way of its tenant's audit: with the backoff, for
     * a quarter to half an hour, which no lock is held for but by hand.
     */
    static final int MOST_MORE = 4;

    /** How long one waits that can't be read, as the longest wait of one that failed: it is told as often. */
    static final Duration UNREADABLE_AGAIN = Duration.ofMinutes(15);

    /** How long one waits whose tenant somebody holds, by hand as a rule: not among the first of every round, and soon after that. */
    static final Duration HELD_AGAIN = Duration.ofSeconds(15);

    private final Transactions transactions;
    private final BoundedRetry briefly;
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
        briefly = new BoundedRetry(transactions, clock);
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
        while (tried < most && round.inTheWay < BoundedRetry.MOST_HELD && round.retryOne()) tried++;
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
                if (due[0] == null || FaultIsolation.isAway(fault)) throw fault;
                if (FaultIsolation.isConflict(fault)) {
                    inTheWay++;
                    met.add(new InTheWay(due[0], fault));
                    later(due[0], fault);
                } else if (failed(due[0], fault)) {
                    inTheWay++;
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
            fail(event, event.tenant(), event.attempts(), HELD_AGAIN, InboxRow.describe(conflict));
        }
    }

    /** An event that somebody is in the way of. */
    private record InTheWay(InboxEvent event, RuntimeException why) {
        boolean sameAs(InboxEvent other) {
            return event.tenant().isPresent() && event.tenant().equals(other.tenant())
                    || event.subscription().isPresent() && event.subscription().equals(other.subscription());
        }
    }

    /** Returns whether somebody was in the way of giving it up. */
    private boolean failed(InboxEvent event, RuntimeException ours) {
        int attempts = event.attempts() + 1;
        String reason = InboxRow.describe(ours);
        if (attempts >= MOST_ATTEMPTS) return giveUp(event, attempts, reason);
        fail(event, event.tenant(), attempts, delay(event.id(), attempts), reason);
        return false;
    }

    private void fail(InboxEvent event, Optional<TenantId> whose, int attempts, Duration again, String reason) {
        boolean failed = transactions.run(
                tx -> tx.inbox().failAgain(event, EventOutcome.FAILED, reason, attempts, Optional.of(again)));
        // Nothing held it since: another node may have applied it, which is not undone.
        if (failed) notes.accept(new WorkNote.RetryFailed(about(event, whose), attempts, Optional.of(again), reason));
    }

    /**
     * In one transaction with a row of its tenant's audit, where that can be: the tenant, who holds it, or the head of its chain may be
     * what the event failed at. What passes by itself is waited for, a few tries long: a bound of time looks as a store does that is
     * away, and one that is lets nothing be written of it here either. Else that row alone is missing, which stands beside the reason:
     * waiting for it, the event would never be dead. Returns whether somebody was in the way.
     */
    private boolean giveUp(InboxEvent event, int attempts, String reason) {
        TenantId[] found = {event.tenant().orElse(null)};
        try {
            boolean dead = briefly.run(tx -> {
                if (!dies(tx, event, attempts, reason)) return false;
                Optional<TenantId> whose = whose(tx, event);
                found[0] = whose.orElse(null);
                whose.ifPresent(tenant -> note(tx, tenant, event, attempts, reason));
                return true;
            });
            if (!dead) return false;
        } catch (RuntimeException fault) {
            return withoutAudit(event, Optional.ofNullable(found[0]), attempts, reason, fault);
        }
        notes.accept(givenUp(event, Optional.ofNullable(found[0]), attempts, reason));
        return false;
    }

    private boolean withoutAudit(
            InboxEvent event, Optional<TenantId> whose, int attempts, String reason, RuntimeException fault) {
        boolean passes = FaultIsolation.isConflict(fault) || FaultIsolation.isAway(fault);
        String why = InboxRow.describe(fault);
        if (passes && attempts < MOST_ATTEMPTS + MOST_MORE) {
            String waits = reason + "; it is given up once its tenant's audit can be written: " + why;
            fail(event, whose, attempts, delay(event.id(), attempts), waits);
            return true;
        }
        String both = reason + "; in no audit, which failed too: " + why;
        boolean dead = transactions.run(tx -> dies(tx, event, attempts, both));
        if (dead) notes.accept(givenUp(event, whose, attempts, both));
        return passes;
    }

    private static boolean dies(BillingTransaction tx, InboxEvent event, int attempts, String reason) {
        return tx.inbox().failAgain(event, EventOutcome.DEAD, reason, attempts, Optional.empty());
    }

    /** What would have told whose it is was undone with each try. */
    private Optional<TenantId> whose(BillingTransaction tx, InboxEvent event) {
        return event.tenant()
                .or(() -> event.subscription().flatMap(tx.accounts()::ownerOf).flatMap(SubscriptionOwner::tenant))
                .or(() -> read(event).flatMap(said -> apply.tenantOf(tx, said)));
    }

    /** Nothing of a payload that can't be read: that is what the event failed at, and its reason says so. */
    private Optional<ProviderEvent> read(InboxEvent event) {
        try {
            return Optional.of(reader.reread(event.id(), event.payload()));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
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
