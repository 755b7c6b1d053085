package dev.missioncontrol.billing.persistence;

import java.time.Duration;

/** How long a transaction may wait for what. */
final class TransactionBounds {
    /** Longest wait for a row that another transaction holds: then the two are in each other's way. */
    static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(2);

    /** Longest run of one statement; each reads or writes a few rows by an index, or a batch of some thousands. */
    static final Duration LONGEST_STATEMENT = Duration.ofSeconds(5);

    /** Longest pause between two statements: a node that stops in the middle must not hold a tenant for ever. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private TransactionBounds() {}
}
