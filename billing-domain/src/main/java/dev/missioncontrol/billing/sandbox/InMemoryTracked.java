package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.TrackedSubscription;
import java.time.Instant;

/**
 * A subscription as stored.
 *
 * @param value what the domain knows of it
 * @param token of the newest claim
 * @param leasedUntil when the claim ends; {@link InMemoryClock#AT_ONCE} while nobody has one
 * @param dueAt when a fetch is due, while one is
 * @param attempts how often a fetch failed since the last success
 * @param tries how often it was looked at while nobody owned it
 * @param lookAgainAt when it is to be looked at again
 * @param sweptAt when a sweep saw it
 */
record InMemoryTracked(
        TrackedSubscription value,
        long token,
        Instant leasedUntil,
        Instant dueAt,
        int attempts,
        int tries,
        Instant lookAgainAt,
        Instant sweptAt) {

    static InMemoryTracked of(TrackedSubscription value) {
        return new InMemoryTracked(
                value,
                0,
                InMemoryClock.AT_ONCE,
                InMemoryClock.AT_ONCE,
                0,
                0,
                InMemoryClock.NEVER,
                InMemoryClock.AT_ONCE);
    }

    boolean unowned() {
        return value.tenant().isEmpty();
    }

    boolean leased() {
        return !leasedUntil.equals(InMemoryClock.AT_ONCE);
    }

    InMemoryTracked with(TrackedSubscription next) {
        return new InMemoryTracked(next, token, leasedUntil, dueAt, attempts, tries, lookAgainAt, sweptAt);
    }

    InMemoryTracked claimedUntil(Instant end) {
        return new InMemoryTracked(value, token + 1, end, dueAt, attempts, tries, lookAgainAt, sweptAt);
    }

    InMemoryTracked freed(Instant due, int failures) {
        return new InMemoryTracked(value, token, InMemoryClock.AT_ONCE, due, failures, tries, lookAgainAt, sweptAt);
    }

    InMemoryTracked lookedAt(int times, Instant next) {
        return new InMemoryTracked(value, token, leasedUntil, dueAt, attempts, times, next, sweptAt);
    }

    InMemoryTracked sweptAt(Instant at) {
        return new InMemoryTracked(value, token, leasedUntil, dueAt, attempts, tries, lookAgainAt, at);
    }
}
