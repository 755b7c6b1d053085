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
 * @param markedSince since when a fetch is wanted that none has answered; {@link InMemoryClock#NEVER} while none is
 */
record InMemoryTracked(
        TrackedSubscription value,
        long token,
        Instant leasedUntil,
        Instant dueAt,
        int attempts,
        int tries,
        Instant lookAgainAt,
        Instant sweptAt,
        Instant markedSince) {

    static InMemoryTracked of(TrackedSubscription value) {
        return new InMemoryTracked(
                value,
                0,
                InMemoryClock.AT_ONCE,
                InMemoryClock.AT_ONCE,
                0,
                0,
                InMemoryClock.NEVER,
                InMemoryClock.AT_ONCE,
                InMemoryClock.NEVER);
    }

    boolean unowned() {
        return value.tenant().isEmpty();
    }

    boolean leased() {
        return !leasedUntil.equals(InMemoryClock.AT_ONCE);
    }

    InMemoryTracked with(TrackedSubscription next, Instant now) {
        boolean waits = next.synced() == value.synced() && !markedSince.equals(InMemoryClock.NEVER);
        Instant since = !next.fetchDue() ? InMemoryClock.NEVER : waits ? markedSince : now;
        return new InMemoryTracked(next, token, leasedUntil, dueAt, attempts, tries, lookAgainAt, sweptAt, since);
    }

    InMemoryTracked claimedUntil(Instant end) {
        return new InMemoryTracked(value, token + 1, end, dueAt, attempts, tries, lookAgainAt, sweptAt, markedSince);
    }

    InMemoryTracked freed(Instant due, int failures) {
        return new InMemoryTracked(
                value, token, InMemoryClock.AT_ONCE, due, failures, tries, lookAgainAt, sweptAt, markedSince);
    }

    InMemoryTracked lookedAt(int times, Instant next) {
        return new InMemoryTracked(value, token, leasedUntil, dueAt, attempts, times, next, sweptAt, markedSince);
    }

    InMemoryTracked sweptAt(Instant at) {
        return new InMemoryTracked(value, token, leasedUntil, dueAt, attempts, tries, lookAgainAt, at, markedSince);
    }
}
