package dev.missioncontrol.billing.persistence;

import java.time.Duration;

/** How long a transaction may wait for what. */
final class TransactionBounds {
    /** Longest wait for a row that another transaction holds: then the two are in each other's way. */
    static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(2);

    /** Longest run of one statement; each reads or writes a few rows by an index, or a batch of some thousands. */
    static final Duration LONGEST_STATEMENT = Duration.ofSeconds(5);

    /** Longest run of a statement that asks for statuses, on PostgreSQL: who asks for one is told within the time that a connection is waited for. */
    static final Duration LONGEST_READ = Duration.ofSeconds(2);

    /**
     * Longest wait for a server that has fallen silent to be told that it need not go on, on a connection that is made for that: whoever
     * gave a statement up waits for it.
     */
    static final Duration LONGEST_CANCEL = Duration.ofSeconds(1);

    /** Longest silence where statuses are asked for: by then a server that is there has ended the statement itself, and keeps its connection. */
    static final Duration LONGEST_SILENCE_OF_A_READ = LONGEST_READ.plus(LONGEST_CANCEL);

    /** Longest pause between two statements: a node that stops in the middle must not hold a tenant for ever. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private TransactionBounds() {}
}
