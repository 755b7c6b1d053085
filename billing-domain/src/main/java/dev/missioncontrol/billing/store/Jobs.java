package dev.missioncontrol.billing.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Recurring work that one node at a time does: a lease, and a cursor to go on from. A claim holds until its run is finished
 * or another takes the job; a lease that ran out only lets others take it.
 */
public interface Jobs {
    /**
     * A right to run a job, until its lease ends.
     *
     * @param name which job
     * @param token fences what it writes
     * @param cursor where the last run stopped; empty to begin anew
     * @param claimed when it was claimed, by the store's clock, which all nodes have in common
     */
    record Run(String name, long token, String cursor, Instant claimed) {}

    /** Claims a job that is due and that nobody holds; the first time it is due at once. */
    Optional<Run> claim(String name, Duration lease);

    /** Writes how far it came and holds it for another lease; false if the claim no longer holds. */
    boolean proceed(Run run, String cursor, Duration lease);

    /**
     * Ends the run, if the claim still holds: due again after {@code delay}, by the store's clock. With an empty cursor the
     * job is through, which {@link Backlog#jobsDone} tells.
     */
    void finish(Run run, String result, String cursor, Duration delay);
}
