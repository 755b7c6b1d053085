package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events of the provider, one row for each event id. */
public interface Inbox {
    /** Stores an event; false if one with this id is there already, and then nothing is written. */
    boolean insert(ProviderEvent event, Instant received);

    /** Writes what became of it. */
    void conclude(EventId id, EventOutcome outcome, String reason, Optional<TenantId> tenant);

    /** Writes that it failed once more, and when it is due again by the store's clock; no delay means never. */
    void fail(EventId id, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter);

    /** An event. */
    Optional<InboxEvent> event(EventId id);

    /** Failed events that are due, oldest first, held until the transaction ends; those that others hold are passed over. */
    List<InboxEvent> lockDue(int limit);

    /** Gives every event of this subscription that waits for an owner another outcome. Returns how many. */
    int concludeWaiting(SubscriptionId subscription, EventOutcome outcome, String reason, TenantId tenant);

    /** Removes events received before this moment that need nobody any more; at most {@code limit}. Returns how many. */
    int purge(Instant receivedBefore, int limit);
}
