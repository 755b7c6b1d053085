package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** Runs what comes again by itself, and is not worth waiting for where somebody is in its way: other work waits meanwhile. */
final class BoundedRetry {
    /**
     * How long one is tried anew that somebody is in the way of. Who was waited for longer, for the two seconds that a store waits for a
     * lock say, holds it by hand.
     */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * Those that are waited for in one round: each may take as long as a store waits for a lock, two seconds, and all else of the round
     * waits with it.
     */
    static final int MOST_HELD = 2;

    private final Transactions transactions;
    private final InstantSource clock;

    BoundedRetry(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    <T> T run(Function<BillingTransaction, T> work) {
        Instant until = clock.instant().plus(PATIENCE);
        return transactions.run(() -> clock.instant().isBefore(until), work);
    }
}
