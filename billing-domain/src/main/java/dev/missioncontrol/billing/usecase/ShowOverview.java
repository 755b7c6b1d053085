package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Shows the figures that jobs wrote down: a few small rows, however many tenants there are. */
public final class ShowOverview {
    /** Most days shown at once: a year, and the same day of the last one. */
    public static final int MOST_DAYS = 366;

    /** How far back single minutes are shown. */
    public static final Duration MINUTES_SHOWN = Duration.ofHours(24);

    /** Most sweeps shown: four days of one an hour. */
    public static final int MOST_SWEEPS = 96;

    /** Most minutes shown, with room for a node that samples more often. */
    private static final int MOST_MINUTES = 2_000;

    private final Transactions transactions;
    private final InstantSource clock;

    ShowOverview(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param days how many days back from the newest that was counted, 1 to {@link #MOST_DAYS} */
    Overview overview(int days) {
        if (days < 1 || days > MOST_DAYS)
            throw new IllegalArgumentException("1 to " + MOST_DAYS + " days can be shown at once, not " + days);
        Instant now = clock.instant();
        return transactions.run(tx -> overview(tx, days, now));
    }

    private static Overview overview(BillingTransaction tx, int days, Instant now) {
        LocalDate newest = tx.figures().newestDay().orElse(LocalDate.ofInstant(now, ZoneOffset.UTC));
        return new Overview(
                now,
                tx.figures().days(newest.minusDays(days - 1L), newest),
                tx.figures().oldestDay(),
                tx.figures().minutes(now.minus(MINUTES_SHOWN), MOST_MINUTES),
                tx.figures().sweeps(MOST_SWEEPS),
                tx.measures().backlog());
    }
}
