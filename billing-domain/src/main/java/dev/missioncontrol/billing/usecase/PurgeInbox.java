package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/**
 * Removes what nobody needs any more: payloads of the provider's events, then the events; events that applications have
 * had; old notes of changes; browsers that are not signed in any more; and checkouts that are over, apart ({@link ForgetCheckouts}). The audit stays. One node at a time, a
 * batch at a time, by the store's clock.
 */
public final class PurgeInbox {
    /** Name of the job. */
    public static final String JOB = "purge";

    /** How long figures of single minutes are kept: to compare a day with the same one a week ago. */
    public static final Duration MINUTES_KEPT = Duration.ofDays(8);

    /** How long figures of days are kept: a quarter, as events are by default. */
    static final Duration FIGURES_KEPT = Duration.ofDays(90);

    /** How long changes can be looked for: many times the gap after which a node asks anew for everything. */
    static final Duration CHANGES_KEPT = Duration.ofHours(1);

    /** Rows of a kind removed in one transaction, so that none holds up intake. */
    static final int BATCH = 500;

    /** How often it is looked for more once nothing is left to remove. */
    static final Duration EVERY = Duration.ofHours(1);

    private final Transactions transactions;
    private final Retention retention;
    private final Duration lease;
    private final InstantSource clock;
    private final ForgetCheckouts checkouts;

    PurgeInbox(Transactions transactions, Retention retention, Duration lease, InstantSource clock) {
        this.clock = clock;
        this.transactions = transactions;
        this.retention = retention;
        this.lease = lease;
        this.checkouts = new ForgetCheckouts(transactions, retention.kept(), lease);
    }

    /**
     * Removes one batch of each kind, if it is time to. Returns whether it was.
     *
     * @throws RuntimeException the first fault with one kind, once all the others are done: then the job is not, and is tried again
     *     after as long as its lease is; at once while there is more of the others
     */
    public boolean step() {
        FaultIsolation each = FaultIsolation.pastBoundsOfTime();
        boolean removed = batchOfEach(each);
        int ended = each.count(() -> checkouts.step() ? 1 : 0);
        if (each.fault().isPresent()) throw ofOneKind(each.fault().get());
        return removed || ended > 0;
    }

    /** The store has answered: taken for one that is away, what took too long would end the round of all other work. */
    private static RuntimeException ofOneKind(RuntimeException fault) {
        if (!FaultIsolation.isAway(fault)) return fault;
        return new IllegalStateException("what is kept no longer can't all be removed: " + fault.getMessage(), fault);
    }

    private boolean batchOfEach(FaultIsolation each) {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return false;
        Purged before = Purged.parse(run.get().cursor());
        Purged batch = batch(each);
        Purged sum = before.and(batch);
        boolean more = batch.largest() >= BATCH;
        boolean failed = each.fault().isPresent();
        Duration delay = failed ? lease : EVERY;
        return transactions.run(tx -> {
            tx.jobs().finish(run.get(), sum.words(), more || failed ? sum.words() : "", more ? Duration.ZERO : delay);
            return true;
        });
    }

    /** Each kind by itself, small ones first: one that can't be removed, or takes too long, lets no other grow for ever. */
    private Purged batch(FaultIsolation each) {
        Instant now = clock.instant();
        int sessions = removed(each, tx -> tx.browserSessions().forget(BATCH));
        int changes = removed(each, tx -> tx.changeLog().forget(CHANGES_KEPT, BATCH));
        int figures = removed(each, tx -> tx.figures().forget(now.minus(MINUTES_KEPT), now.minus(FIGURES_KEPT), BATCH));
        int published = removed(each, tx -> tx.journal().forgetPublished(Retention.PUBLISHED, BATCH));
        // Whole events first: what goes anyway need not be emptied before.
        int events = removed(each, tx -> tx.inbox().purge(retention.events(), BATCH));
        int payloads = removed(each, tx -> tx.inbox().forgetPayloads(retention.kept(), BATCH));
        return new Purged(payloads, events, published, figures, changes, sessions);
    }

    private int removed(FaultIsolation each, ToIntFunction<BillingTransaction> kind) {
        return each.count(() -> transactions.run(kind::applyAsInt));
    }

    /** What one run removed so far, in the words that the job remembers it by. */
    record Purged(long payloads, long events, long published, long figures, long changes, long sessions) {
        private static final String WORDS =
                "%d payloads, %d events, %d published, %d figures, %d changes, %d sessions removed";

        static Purged parse(String words) {
            String[] parts = words.split("[^0-9]+");
            if (parts.length != 6) return new Purged(0, 0, 0, 0, 0, 0);
            return new Purged(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]));
        }

        Purged and(Purged more) {
            return new Purged(
                    payloads + more.payloads,
                    events + more.events,
                    published + more.published,
                    figures + more.figures,
                    changes + more.changes,
                    sessions + more.sessions);
        }

        long largest() {
            return LongStream.of(payloads, events, published, figures, changes, sessions)
                    .max()
                    .orElseThrow();
        }

        String words() {
            return String.format(java.util.Locale.ROOT, WORDS, payloads, events, published, figures, changes, sessions);
        }
    }
}
