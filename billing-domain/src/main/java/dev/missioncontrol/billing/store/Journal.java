package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.List;

/** Decisions, and what follows from them for applications. */
public interface Journal {
    /** Appends an audit row and moves the tenant's chain to it: call with the tenant locked. */
    void append(AuditEntry entry);

    /** A tenant's audit rows from this sequence on, oldest first. */
    List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit);

    /** Puts an event into the outbox: call with the tenant locked. */
    void publish(BillingEvent event);

    /** Events not delivered yet and due by the store's clock: the first of each tenant comes before its second. */
    List<BillingEvent> undelivered(int limit);

    /** Writes that an event was delivered. */
    void delivered(BillingEvent event);

    /** Writes that delivering failed: this event, and those of its tenant behind it, wait so long. */
    void deliverLater(BillingEvent event, Duration delay);
}
