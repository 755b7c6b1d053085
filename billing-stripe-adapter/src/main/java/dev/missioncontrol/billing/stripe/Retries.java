package dev.missioncontrol.billing.stripe;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Whether and when a call is made again: doubling waits with jitter, or what {@code Retry-After} asks, all of it bounded. */
final class Retries {
    /** Wait before the second try, before jitter. */
    static final Duration FIRST_WAIT = Duration.ofMillis(500);

    /** Longest wait between two tries: a provider that asks for more is asked again by whoever called, later. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** After so long no other try begins, so that a call ends within half a minute and within a worker's lease. */
    static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    /** Doublings after which a wait is the longest by far. */
    private static final int MOST_DOUBLINGS = 10;

    /** How much of a wait there always is; the rest is by chance. */
    private static final double LEAST_OF_WAIT = 0.5;

    private final int most;
    private final DoubleSupplier jitter;

    /**
     * @param most tries after the first
     * @param jitter 0 to 1, another one each time
     */
    Retries(int most, DoubleSupplier jitter) {
        this.most = most;
        this.jitter = jitter;
    }

    /**
     * How long to wait before the next try; nothing if there is none.
     *
     * @param tries made so far, at least 1
     * @param elapsed since the first of them began
     */
    Optional<Duration> next(int tries, FailedCall failed, Duration elapsed) {
        if (tries > most || !failed.worthAnotherTry()) return Optional.empty();
        long full = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(tries - 1, MOST_DOUBLINGS));
        Duration own = Duration.ofMillis((long) (full * (LEAST_OF_WAIT + (1 - LEAST_OF_WAIT) * jitter.getAsDouble())));
        Duration wait = failed.failure()
                .retryAfter()
                .filter(asked -> asked.compareTo(own) > 0)
                .orElse(own);
        boolean tooLong = wait.compareTo(LONGEST_WAIT) > 0 || elapsed.plus(wait).compareTo(LONGEST_CALL) > 0;
        return tooLong ? Optional.empty() : Optional.of(wait);
    }
}
