package dev.missioncontrol.billing.usecase;

import java.time.Duration;
import java.time.Instant;

/** A bucket of permits that fills at a steady rate: what workers may spend on the provider. Safe for many threads. */
class RateLimit {
    /** No limit: for a provider that costs nothing to ask. */
    static final RateLimit NONE = new RateLimit(Integer.MAX_VALUE) {
        @Override
        synchronized int take(int wanted, Instant now) {
            return wanted;
        }

        @Override
        synchronized void spend(int used) {
            // There is always more.
        }
    };

    private final int perSecond;
    private double permits;
    private Instant filled = Instant.MIN;

    /** @param perSecond permits a second, and the most that are saved up; at least 1 */
    RateLimit(int perSecond) {
        if (perSecond < 1) throw new IllegalArgumentException("a rate needs at least 1 a second, not " + perSecond);
        this.perSecond = perSecond;
        this.permits = perSecond;
    }

    /** Takes up to {@code wanted} permits; returns how many, 0 if there are none now. */
    synchronized int take(int wanted, Instant now) {
        if (filled != Instant.MIN && now.isAfter(filled)) {
            double more = Duration.between(filled, now).toMillis() * perSecond / 1000.0;
            permits = Math.min(perSecond, permits + more);
        }
        filled = now;
        int taken = (int) Math.max(0, Math.min(wanted, Math.floor(permits)));
        permits -= taken;
        return taken;
    }

    /**
     * Takes permits that were used already: those that were not there are waited for by whoever comes next.
     *
     * @param used may be negative, for some that were taken and not needed
     */
    synchronized void spend(int used) {
        permits = Math.min(perSecond, permits - used);
    }

    /** Gives back permits that were not needed. */
    synchronized void giveBack(int unused) {
        permits = Math.min(perSecond, permits + unused);
    }
}
