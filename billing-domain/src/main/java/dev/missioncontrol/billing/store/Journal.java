package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.List;

/** Decisions, and what follows from them for applications. */
public interface Journal {
    /**
     * Appends an audit row and moves the tenant's chain to it: call with the tenant locked.
     *
     * @throws IllegalStateException if it does not follow the last row of the chain
     */
    void append(AuditEntry entry);

    /** A tenant's audit rows from this sequence on, oldest first. */
    List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit);

    /**
     * Puts an event into the outbox and counts it for the tenant: call with the tenant locked.
     *
     * @throws IllegalStateException if it is not the tenant's next
     */
    void publish(BillingEvent event);

    /**
     * Events not delivered yet and due by the store's clock, in the order they became due and were published: the first of each
     * tenant comes before its second, and none behind one that waits. Those that can't be read stand in their places.
     */
    List<OutboxRow> due(int limit);

    /**
     * Writes that an event was delivered, and lets others read it from then on; nothing for one that was already. Positions
     * are given in the order in which transactions commit, so that who reads on after a position misses nothing.
     */
    void delivered(BillingEvent event);

    /** The same for several, in this order. */
    default void delivered(List<BillingEvent> events) {
        events.forEach(this::delivered);
    }

    /** The same for the first that are due, where nobody has to be told of them. Returns how many; at most {@code limit}. */
    default int deliverUnheard(int limit) {
        List<BillingEvent> due = due(limit).stream().map(OutboxRow::event).toList();
        delivered(due);
        return due.size();
    }

    /** Delivered events after this position, in order; at most {@code limit}. Those that can't be read stand in their places. */
    List<PublishedRow> published(long after, int limit);

    /** The same of a tenant, up to that position. */
    List<PublishedRow> publishedOf(TenantId tenant, long after, long upTo, int limit);

    /** Removes events that were delivered longer ago than this, by the store's clock; at most {@code limit}. Returns how many. */
    int forgetPublished(Duration age, int limit);

    /** Writes that delivering failed: this event, and those of its tenant behind it, wait so long at least. Nothing for one delivered. */
    void deliverLater(BillingEvent event, Duration delay);

    /** The same for one that can't be read, by where it stands; whatever the tenant's own row says. */
    void deliverLater(OutboxRow.Unreadable row, Duration delay);
}
