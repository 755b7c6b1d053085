package dev.missioncontrol.billing.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The clock that leases and due times go by: given to the store, or the first one that it is told to follow. */
final class InMemoryClock {
    /** Before every moment: a time to wait for that has come, a lease that nobody has. */
    static final Instant AT_ONCE = Instant.MIN;

    /** After every moment. */
    static final Instant NEVER = Instant.MAX;

    private volatile Optional<InstantSource> source;

    InMemoryClock(Optional<InstantSource> source) {
        this.source = source;
    }

    void follow(InstantSource clock) {
        if (source.isEmpty()) source = Optional.of(clock);
    }

    Instant now() {
        return source.orElseThrow(() -> new IllegalStateException(
                        "the store has no clock for leases and due times: give it one, or call follow(clock) first"))
                .instant();
    }

    /** Where no clock is known yet, what the caller takes for it. */
    Instant nowOr(Instant callers) {
        return source.map(InstantSource::instant).orElse(callers);
    }

    Instant in(Duration delay) {
        return now().plus(delay);
    }

    /** The moment a delay ends; without one, never. */
    Instant in(Optional<Duration> delay) {
        return delay.map(this::in).orElse(NEVER);
    }

    /** Whether a moment has come. Asks no clock for what was due at once or never is. */
    boolean reached(Instant moment) {
        return moment.equals(AT_ONCE) || !moment.equals(NEVER) && !moment.isAfter(now());
    }
}
