package dev.missioncontrol.billing.stripe;

import java.time.Duration;

/**
 * How many calls a second we make: a second's worth at once, and then one after the other (the generic cell rate algorithm).
 * A pure state machine over times in nanoseconds; safe for many threads.
 */
final class CallRate {
    /** Longest wait for a turn: whoever would wait longer is told to come back. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /**
     * A turn.
     *
     * @param granted whether there is one; otherwise nothing was taken
     * @param delay until then, or until it is worth asking again
     */
    record Turn(boolean granted, Duration delay) {}

    private final long interval;
    private boolean begun;
    private long next;

    /** @param perSecond at least 1 */
    CallRate(int perSecond) {
        if (perSecond < 1) throw new IllegalArgumentException("a rate needs at least 1 a second, not " + perSecond);
        interval = SECOND / perSecond;
    }

    /** Takes a turn, if one is near. */
    synchronized Turn take(long now) {
        if (!begun || next - now < 0) next = now;
        begun = true;
        long wait = Math.max(0, next - now - (SECOND - interval));
        if (wait > LONGEST_WAIT.toNanos()) return new Turn(false, Duration.ofNanos(wait));
        next += interval;
        return new Turn(true, Duration.ofNanos(wait));
    }
}
