package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.Optional;

/**
 * Whose a subscription is, of all that is stored about it.
 *
 * @param tenant who owns it, if anybody
 * @param quarantined whether that is disputed
 * @param customer whose it is at the provider, by the newest snapshot
 */
public record SubscriptionOwner(Optional<TenantId> tenant, boolean quarantined, Optional<CustomerId> customer) {
    /** The owner of a subscription that was read whole. */
    public static SubscriptionOwner of(TrackedSubscription known) {
        return new SubscriptionOwner(
                known.tenant(), known.quarantined(), known.snapshot().flatMap(SubscriptionSnapshot::customer));
    }
}
