package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;

/** A tracked subscription with one field changed as no code of production would. */
final class Edited {
    private Edited() {}

    static TrackedSubscription rowVersion(TrackedSubscription one, long version) {
        return of(one, one.snapshot(), one.basis(), one.synced(), version);
    }

    static TrackedSubscription synced(TrackedSubscription one) {
        return of(one, one.snapshot(), one.basis(), one.dirty(), one.rowVersion());
    }

    static TrackedSubscription basis(TrackedSubscription one, Instant basis) {
        return of(one, one.snapshot(), Optional.of(basis), one.synced(), one.rowVersion());
    }

    static TrackedSubscription snapshot(TrackedSubscription one, SubscriptionSnapshot snapshot) {
        return of(one, Optional.of(snapshot), one.basis(), one.synced(), one.rowVersion() + 1);
    }

    private static TrackedSubscription of(
            TrackedSubscription one,
            Optional<SubscriptionSnapshot> snapshot,
            Optional<Instant> basis,
            long synced,
            long version) {
        return new TrackedSubscription(
                one.id(),
                one.tenant(),
                one.quarantined(),
                one.livemode(),
                snapshot,
                basis,
                one.provisional(),
                one.registers(),
                one.pastDueSince(),
                one.dirty(),
                synced,
                version);
    }
}
