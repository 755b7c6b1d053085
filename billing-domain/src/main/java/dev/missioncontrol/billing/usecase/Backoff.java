package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Duration;

/** How long to wait before another try: doubling, with a jitter that spreads different things, the same for the same. */
final class Backoff {
    /** The first delay. */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** The longest delay: an outage that ends is noticed within it. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    /** Doublings after which a delay is the longest by far; more would shift the first one out of a {@code long}. */
    private static final int MOST_DOUBLINGS = 20;

    /** 2 to the power of 64 over the golden ratio: its multiples are spread evenly, so that one more failure is another jitter. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Keeps neighbouring hashes, as of ids that end alike, apart by more than a millisecond. */
    private static final long HASH_STRIDE = 31;

    private Backoff() {}

    /**
     * The delay after {@code attempts} failures in a row, at least 1.
     *
     * @param of what is tried again; its hash is the jitter, so no randomness is needed
     */
    static Duration after(int attempts, Object of) {
        return between(FIRST, LONGEST, attempts, of);
    }

    /**
     * As {@link #after(int, Object)}, with other bounds.
     *
     * @param first the delay after the first failure, at least 1 ms
     * @param longest what it grows to; with the jitter it is at least half of that
     */
    static Duration between(Duration first, Duration longest, int attempts, Object of) {
        int doublings = Math.min(Math.max(attempts, 1) - 1, MOST_DOUBLINGS);
        long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
        long spread = Math.floorMod(of.hashCode() * HASH_STRIDE + attempts * GOLDEN, full / 2 + 1);
        return Duration.ofMillis(full - spread);
    }

    /** The same, or as long as the provider asks for. */
    static Duration after(int attempts, Object of, ProviderException failure) {
        Duration own = after(attempts, of);
        return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }
}
