package dev.missioncontrol.billing.provider;

import java.time.Instant;
import java.util.List;

/**
 * A page of a provider's subscriptions, ended ones too, newest first.
 *
 * @param subscriptions at most as many as were asked for
 * @param more whether there are others after the last one
 * @param at the provider's clock when it answered
 */
public record SubscriptionPage(List<SubscriptionSnapshot> subscriptions, boolean more, Instant at) {
    /** Copies the list. */
    public SubscriptionPage {
        subscriptions = List.copyOf(subscriptions);
    }
}
