package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.Journal;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedRow;
import java.time.Duration;
import java.util.List;

/** The journal of somebody who forgot the audit where something changed. */
record JournalWithoutAudit(Journal target) implements Journal {
    @Override
    public void append(AuditEntry entry) {
        if (entry.before().sameStateAs(entry.after())) target.append(entry);
    }

    @Override
    public List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit) {
        return target.audit(tenant, fromSequence, limit);
    }

    @Override
    public void publish(BillingEvent event) {
        target.publish(event);
    }

    @Override
    public List<OutboxRow> due(int limit) {
        return target.due(limit);
    }

    @Override
    public void delivered(BillingEvent event) {
        target.delivered(event);
    }

    @Override
    public List<PublishedRow> published(long after, int limit) {
        return target.published(after, limit);
    }

    @Override
    public List<PublishedRow> publishedOf(TenantId tenant, long after, long upTo, int limit) {
        return target.publishedOf(tenant, after, upTo, limit);
    }

    @Override
    public int forgetPublished(Duration age, int limit) {
        return target.forgetPublished(age, limit);
    }

    @Override
    public void deliverLater(BillingEvent event, Duration delay) {
        target.deliverLater(event, delay);
    }

    @Override
    public void deliverLater(OutboxRow.Unreadable row, Duration delay) {
        target.deliverLater(row, delay);
    }
}
