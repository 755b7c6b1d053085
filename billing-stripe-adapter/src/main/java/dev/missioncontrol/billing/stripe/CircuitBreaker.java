package dev.missioncontrol.billing.stripe;

import java.time.Duration;
import java.util.Optional;

/**
 * Stops calling a provider that is down: opens after some failures in a row, lets one call through after a while, and closes
 * when that one is answered. A pure state machine over times that only go forward, in nanoseconds; safe for many threads.
 */
final class CircuitBreaker {
    /** Failures in a row that open it: more than one call's own retries make. */
    static final int FAILURES_TO_OPEN = 5;

    /** How long nothing is called then. */
    static final Duration OPEN_FOR = Duration.ofSeconds(10);

    /** After so long a call that was let through to try counts as lost: longer than any call takes. */
    static final Duration TRIAL_WITHIN = Duration.ofSeconds(30);

    private enum State {
        CLOSED,
        OPEN,
        /** One call is under way to see whether the provider is back. */
        HALF_OPEN
    }

    private State state = State.CLOSED;
    private int failures;
    private long until;

    /** Nothing if a call may be made; otherwise how long to wait. Whoever may call must say what came of it. */
    synchronized Optional<Duration> admit(long now) {
        if (state == State.CLOSED) return Optional.empty();
        if (until - now > 0) return Optional.of(Duration.ofNanos(until - now));
        state = State.HALF_OPEN;
        until = now + TRIAL_WITHIN.toNanos();
        return Optional.empty();
    }

    /** The provider answered, whatever it said. */
    synchronized void answered() {
        state = State.CLOSED;
        failures = 0;
    }

    /** It said again what it had said before, which is no news: the next call is the one that tries. */
    synchronized void repeated(long now) {
        if (state != State.HALF_OPEN) return;
        state = State.OPEN;
        until = now;
    }

    /** It did not, or said that it can't. */
    synchronized void failed(long now) {
        failures = Math.min(failures + 1, FAILURES_TO_OPEN);
        // Calls that were under way when it opened must not keep it open for longer.
        if (state == State.OPEN || state == State.CLOSED && failures < FAILURES_TO_OPEN) return;
        state = State.OPEN;
        until = now + OPEN_FOR.toNanos();
    }
}
