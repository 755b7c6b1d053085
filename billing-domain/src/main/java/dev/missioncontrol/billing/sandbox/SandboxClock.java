package dev.missioncontrol.billing.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that another one drives and that can be moved forward, never back. Safe for many threads. */
final class SandboxClock implements InstantSource {
    private final InstantSource base;
    private volatile Duration ahead = Duration.ZERO;

    SandboxClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead);
    }

    /** How far it has been moved. */
    Duration ahead() {
        return ahead;
    }

    /** What it would show if it had been moved this far. */
    Instant whenAhead(Duration distance) {
        return base.instant().plus(distance);
    }

    /** Moves it to a moment, unless it is already there or past it. Callers hold the engine's lock. */
    void forwardTo(Instant moment) {
        setAhead(Duration.between(base.instant(), moment));
    }

    /** Moves it until it is this far ahead, unless it already is. Callers hold the engine's lock. */
    void setAhead(Duration distance) {
        if (distance.compareTo(ahead) > 0) ahead = distance;
    }
}
