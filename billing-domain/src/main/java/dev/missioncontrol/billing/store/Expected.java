package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.util.Set;

/**
 * What a transaction is going to ask for, so that a store may read it with one question for each kind. It may ask for other
 * things too, and need not ask for these.
 *
 * @param provider whose they are
 * @param events that it may insert
 * @param subscriptions that it may read or hold
 * @param customers whose bindings it may read
 * @param sessions whose attempts it may read
 * @param attempts that it may read
 */
public record Expected(
        String provider,
        Set<EventId> events,
        Set<SubscriptionId> subscriptions,
        Set<CustomerId> customers,
        Set<CheckoutSessionId> sessions,
        Set<AttemptId> attempts) {
    public Expected {
        events = Set.copyOf(events);
        subscriptions = Set.copyOf(subscriptions);
        customers = Set.copyOf(customers);
        sessions = Set.copyOf(sessions);
        attempts = Set.copyOf(attempts);
    }
}
