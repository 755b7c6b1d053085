package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pages over what is stored, for operators: read as last written, never held, so that looking holds nobody up. */
public interface Listings {
    /**
     * Where an event stands among all: by when it came, then by id.
     *
     * @param received when it came here first
     * @param id the provider's
     */
    record EventPlace(Instant received, EventId id) {
        /** The place of this event. */
        public static EventPlace of(InboxEvent event) {
            return new EventPlace(event.received(), event.id());
        }
    }

    /** All tenants, deleted ones too, by id, after this one; at most {@code limit}. */
    List<TenantId> tenants(Optional<TenantId> after, int limit);

    /** Events with this outcome, oldest first by {@link EventPlace}, after this place; at most {@code limit}. */
    List<InboxEvent> events(EventOutcome outcome, Optional<EventPlace> after, int limit);

    /** Events that turned out to be this tenant's, newest first by {@link EventPlace}; at most {@code limit}. */
    List<InboxEvent> eventsOf(TenantId tenant, int limit);

    /** Events about this subscription, whoever's it is, newest first by {@link EventPlace}; at most {@code limit}. */
    List<InboxEvent> eventsOf(SubscriptionId subscription, int limit);

    /** Subscriptions that are nobody's because their signs disagree, by id, after this one; at most {@code limit}. */
    List<TrackedSubscription> quarantined(Optional<SubscriptionId> after, int limit);
}
