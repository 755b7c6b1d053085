package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes down every minute what came and what waits. Events are counted here, after they came, by an index over when that
 * was: taking one in counts nothing up, so it waits for no other.
 */
public final class SampleTraffic {
    /** Name of the job. */
    static final String JOB = "sample-traffic";

    /** How often. */
    static final Duration EVERY = Duration.ofMinutes(1);

    /** What came while no node ran is counted no further back: that would be no figure of a minute any more. */
    static final Duration LONGEST = Duration.ofHours(1);

    private final Transactions transactions;
    private final InstantSource clock;
    private final Duration lease;

    SampleTraffic(Transactions transactions, InstantSource clock, Duration lease) {
        this.transactions = transactions;
        this.clock = clock;
        this.lease = lease;
    }

    /** Takes one sample, if it is time to. Returns whether it was. */
    public boolean step() {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return false;
        Instant now = clock.instant();
        return transactions.run(tx -> {
            if (!tx.jobs().proceed(run.get(), "", lease)) return false;
            boolean taken = sample(tx, now);
            tx.jobs().finish(run.get(), taken ? "done" : "too early by this clock", "", EVERY);
            return true;
        });
    }

    /** Nothing where the last sample is of a node whose clock is ahead: what came since is in the next one. */
    private static boolean sample(BillingTransaction tx, Instant now) {
        Instant earliest = now.minus(LONGEST);
        Instant from = tx.figures()
                .lastMinute()
                .map(Figures.Minute::at)
                .filter(earliest::isBefore)
                .orElse(now.minus(EVERY));
        if (!from.isBefore(now)) return false;
        Backlog backlog = tx.measures().backlog();
        tx.figures()
                .save(new Figures.Minute(
                        now,
                        Duration.between(from, now),
                        tx.figures().received(from, now),
                        backlog.marked(),
                        backlog.age(backlog.markedSince())));
        return true;
    }
}
