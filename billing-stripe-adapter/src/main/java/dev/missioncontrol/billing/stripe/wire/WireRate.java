package dev.missioncontrol.billing.stripe.wire;

import java.util.function.LongSupplier;

/** Stripe's limit of requests: so many a second, and a second's worth at once. */
final class WireRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private final LongSupplier nanos;
    private double permits;
    private long last;

    WireRate(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        permits = perSecond;
        last = nanos.getAsLong();
    }

    synchronized boolean take() {
        long now = nanos.getAsLong();
        permits = Math.min(perSecond, permits + (now - last) / NANOS_PER_SECOND * perSecond);
        last = now;
        if (permits < 1) return false;
        permits--;
        return true;
    }
}
