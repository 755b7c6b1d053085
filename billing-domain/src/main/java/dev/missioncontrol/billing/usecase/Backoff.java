package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Duration;

/** How long to wait before another try: doubling, with a jitter that spreads different things, the same for the same. */
final class Backoff {
    /** The first delay. */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** The longest delay: an outage that ends is noticed within it. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    private Backoff() {}

    /**
     * The delay after {@code attempts} failures in a row, at least 1.
     *
     * @param of what is tried again; its hash is the jitter, so no randomness is needed
     */
    static Duration after(int attempts, Object of) {
        int doublings = Math.min(Math.max(attempts, 1) - 1, 20);
        long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << doublings);
        long spread = Math.floorMod(of.hashCode() * 31L + attempts * 0x9E3779B97F4A7C15L, full / 2 + 1);
        return Duration.ofMillis(full - spread);
    }

    /** The same, or as long as the provider asks for. */
    static Duration after(int attempts, Object of, ProviderException failure) {
        Duration own = after(attempts, of);
        return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }
}
