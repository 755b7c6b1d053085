package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Pages over what is stored, for operators: read as last written, never held, so that looking holds nobody up. Rows that can't be
 * read stand in their places, so that they hide none of the others.
 */
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

    /**
     * Which tenants are meant: those that all of it fits.
     *
     * @param prefix how their ids begin; empty for all
     * @param plan key of the plan that they have
     * @param status what is answered for them
     */
    record TenantFilter(String prefix, Optional<String> plan, Optional<SubscriptionStatus> status) {
        /** Every tenant. */
        public static final TenantFilter ALL = new TenantFilter("", Optional.empty(), Optional.empty());

        /** Whether it asks for what tenants have, and not only for how they are called. */
        public boolean byWhatTheyHave() {
            return plan.isPresent() || status.isPresent();
        }
    }

    /**
     * A tenant in a list.
     *
     * @param tenant who
     * @param has what was last derived for it; absent if it never had anything
     */
    record TenantLine(TenantId tenant, Optional<StoredSubscription> has) {}

    /**
     * Tenants that a filter fits, by id, after this one; at most {@code limit}. Each page is found by an index, however many
     * tenants there are. One that never had anything fits no filter by what tenants have.
     */
    List<TenantRow> tenants(TenantFilter filter, Optional<TenantId> after, int limit);

    /** All tenants, deleted ones too, by id, after this one; at most {@code limit}. */
    TenantPage tenants(Optional<TenantId> after, int limit);

    /** Events with this outcome, oldest first by {@link EventPlace}, after this place; at most {@code limit}. */
    List<InboxRow> events(EventOutcome outcome, Optional<EventPlace> after, int limit);

    /** An event by its id. */
    Optional<InboxRow> event(EventId id);

    /** Events that turned out to be this tenant's, newest first by {@link EventPlace}; at most {@code limit}. */
    List<InboxRow> eventsOf(TenantId tenant, int limit);

    /**
     * Events about this subscription, whoever's it is, newest first by {@link EventPlace}: those that were applied to the tenant
     * that has it, and those that were not applied; at most {@code limit}.
     */
    List<InboxRow> eventsOf(SubscriptionId subscription, int limit);

    /** A tenant's decisions from this one on, oldest first; at most {@code limit}. */
    List<AuditRow> decisionsOf(TenantId tenant, long fromSequence, int limit);

    /** Subscriptions that are nobody's because their signs disagree, by id, after this one; at most {@code limit}. */
    List<SubscriptionRow> quarantined(Optional<SubscriptionId> after, int limit);

    /** A tenant's subscriptions, by id. */
    List<SubscriptionRow> subscriptionsOf(TenantId tenant);
}
