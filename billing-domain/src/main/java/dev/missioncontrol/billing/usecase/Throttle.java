package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets an operator's long work call the provider no faster than its rate, and try again what passes by itself. */
final class Throttle {
    /** How long to wait for the next permit. */
    static final Duration PERMIT_WAIT = Duration.ofMillis(100);

    /** How often a call is tried: with the backoff, for two minutes of a passing fault. */
    static final int MOST_TRIES = 8;

    private final RateLimit rate;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    /** @param pause returns once this much time has passed, none too; what it throws ends the work */
    Throttle(RateLimit rate, InstantSource clock, Consumer<Duration> pause) {
        this.rate = rate;
        this.clock = clock;
        this.pause = pause;
    }

    /** Waits until one more call may be made. Throws whatever {@code pause} does, also where there is nothing to wait for. */
    void permit() {
        endIfStopped();
        while (rate.take(1, clock.instant()) == 0) pause.accept(PERMIT_WAIT);
    }

    /** Throws what {@code pause} throws where the work is to end; never inside of what takes a fault for a broken row. */
    void endIfStopped() {
        pause.accept(Duration.ZERO);
    }

    /**
     * Does this, again after a while where the provider could not be asked for a reason that passes.
     *
     * @param of what it is about, an id as a rule: different ones are tried again at different times, the same one at the same
     * @throws ProviderException if it does not pass, or not in time
     */
    <T> T retrying(String of, Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (ProviderException e) {
                if (!e.retryable() || tries == MOST_TRIES) throw e;
                pause.accept(Backoff.after(tries, of, e));
            }
        }
    }
}
