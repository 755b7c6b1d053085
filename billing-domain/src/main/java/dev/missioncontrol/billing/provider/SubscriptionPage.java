package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A page of a provider's subscriptions, ended ones too, newest first.
 *
 * @param subscriptions at most as many as were asked for
 * @param more whether there are others after the last one
 * @param at the provider's clock when it answered
 * @param unplanned those of which it says that nothing is planned for later and no change waits for its payment; empty where it does
 *     not tell
 */
public record SubscriptionPage(
        List<SubscriptionSnapshot> subscriptions, boolean more, Instant at, Set<SubscriptionId> unplanned) {
    /** Copies the collections. */
    public SubscriptionPage {
        subscriptions = List.copyOf(subscriptions);
        unplanned = Set.copyOf(unplanned);
    }

    /** One that does not tell what is planned. */
    public SubscriptionPage(List<SubscriptionSnapshot> subscriptions, boolean more, Instant at) {
        this(subscriptions, more, at, Set.of());
    }
}
