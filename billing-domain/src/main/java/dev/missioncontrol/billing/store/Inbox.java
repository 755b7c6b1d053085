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
    /**
     * Stores an event; false if one with this id is there already, and then nothing is written. Until it is concluded it
     * counts as failed with no attempt, and is due at once: what was acknowledged is not lost.
     */
    boolean insert(ProviderEvent event, Instant received);

    /**
     * Writes what became of it, and whose it turned out to be; it is not due any more.
     *
     * @throws IllegalStateException if there is no such event
     */
    void conclude(EventId id, EventOutcome outcome, String reason, Optional<TenantId> tenant);

    /**
     * Writes that it failed once more, and when it is due again by the store's clock; no delay means never.
     *
     * @throws IllegalStateException if there is no such event
     */
    void fail(EventId id, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter);

    /**
     * The same for one that was tried again, unless its outcome or its attempts are others by now than when it was read: another
     * node may have applied it meanwhile. Returns whether it was written.
     */
    boolean failAgain(
            InboxEvent tried, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter);

    /** An event. */
    Optional<InboxEvent> event(EventId id);

    /**
     * Failed events that are due, oldest first by when they came and then by id, held until the transaction ends; those
     * that others hold are passed over. Those that can't be read stand in their places.
     */
    List<InboxRow> lockDue(int limit);

    /**
     * Writes that one can't be read, and when it is due again by the store's clock. It stays what it is, and that is no try of it.
     *
     * @throws IllegalStateException if there is no such row
     */
    void retryLater(InboxRow.Unreadable row, Duration delay);

    /**
     * Gives every event of this subscription that waits for an owner ({@link EventOutcome#UNBOUND} or
     * {@link EventOutcome#QUARANTINED}) another outcome. Returns how many.
     *
     * @param tenant whose they turned out to be, if anybody's here
     */
    int concludeWaiting(SubscriptionId subscription, EventOutcome outcome, String reason, Optional<TenantId> tenant);

    /**
     * Drops what the provider sent with events that are stored for longer than this, by the store's clock, the oldest first;
     * at most {@code limit}. The event itself stays, so that it still counts once; one that is tried again ({@link
     * EventOutcome#FAILED}) keeps what it needs for that. Returns how many.
     */
    int forgetPayloads(Duration age, int limit);

    /**
     * Removes events received longer ago than this, by the store's clock, that need nobody any more, the oldest first; at most {@code limit}.
     * Those that an operator must look at or that are tried again stay: {@link EventOutcome#QUARANTINED},
     * {@link EventOutcome#FAILED} and {@link EventOutcome#DEAD}. An unbound one goes: the subscription itself stays, and
     * another installation's events on one account would else fill the inbox for ever. Returns how many.
     */
    int purge(Duration age, int limit);
}
