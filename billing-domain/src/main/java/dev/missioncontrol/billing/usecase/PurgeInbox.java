package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Removes old events from the inbox and the outbox, and old figures: the provider itself forgets events after 30 days, and
 * lists none older.
 */
public final class PurgeInbox {
    /** Name of the job. */
    static final String JOB = "purge";

    /** How long events are kept: a quarter, for questions about the last bill. */
    public static final Duration KEPT = Duration.ofDays(90);

    /** How long events for applications can be read again: as long as the provider keeps its own. */
    public static final Duration PUBLISHED_KEPT = Duration.ofDays(30);

    /** How long figures of single minutes are kept: to compare a day with the same one a week ago. */
    public static final Duration MINUTES_KEPT = Duration.ofDays(8);

    /** Events removed in one transaction, so that none holds up intake. */
    static final int BATCH = 500;

    /** How often the inbox is looked through once nothing is left to remove. */
    static final Duration EVERY = Duration.ofHours(1);

    private final Transactions transactions;
    private final InstantSource clock;
    private final Duration lease;

    PurgeInbox(Transactions transactions, InstantSource clock, Duration lease) {
        this.transactions = transactions;
        this.clock = clock;
        this.lease = lease;
    }

    /** Removes one batch, if it is time to. Returns whether it was. */
    public boolean step() {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return false;
        Instant now = clock.instant();
        Instant before = now.minus(KEPT);
        return transactions.run(tx -> {
            int removed =
                    Math.max(tx.inbox().purge(before, BATCH), tx.journal().forgetPublished(PUBLISHED_KEPT, BATCH));
            int figures = tx.figures().forget(now.minus(MINUTES_KEPT), before, BATCH);
            boolean more = Math.max(removed, figures) >= BATCH;
            tx.jobs().finish(run.get(), removed + " removed", "", more ? Duration.ZERO : EVERY);
            return true;
        });
    }
}
