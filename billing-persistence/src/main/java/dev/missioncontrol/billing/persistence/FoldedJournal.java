package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.Journal;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedRow;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Journal} whose rows are written at the end, where the tenant is held. */
final class FoldedJournal implements Journal {
    private final Journal plain;
    private final Pipeline pipeline;
    private final FoldedAccounts accounts;
    private final Runnable flushAll;
    private final List<AuditEntry> entries = new ArrayList<>();
    private final List<BillingEvent> events = new ArrayList<>();

    FoldedJournal(Pipeline pipeline, Journal plain, FoldedAccounts accounts, Runnable flushAll) {
        this.plain = plain;
        this.accounts = accounts;
        this.flushAll = flushAll;
        this.pipeline = pipeline;
    }

    @Override
    public void append(AuditEntry entry) {
        Optional<TenantRecord> held = accounts.held(entry.tenant());
        if (held.isEmpty()) {
            plain().append(entry);
            return;
        }
        TenantRecord had = held.get();
        if (entry.sequence() != had.auditLength() + 1 || !entry.previousHash().equals(had.auditHead()))
            throw new IllegalStateException("not the next row of the tenant's audit chain");
        entries.add(entry);
        accounts.move(moved(had, entry.hash(), entry.sequence(), had.eventLength()));
    }

    @Override
    public void publish(BillingEvent event) {
        Optional<TenantRecord> held = accounts.held(event.tenant());
        if (held.isEmpty()) {
            plain().publish(event);
            return;
        }
        TenantRecord had = held.get();
        if (event.sequence() != had.eventLength() + 1) throw new IllegalStateException("not the tenant's next event");
        events.add(event);
        accounts.move(moved(had, had.auditHead(), had.auditLength(), event.sequence()));
    }

    private static TenantRecord moved(TenantRecord had, String head, long audit, long events) {
        return new TenantRecord(had.id(), had.pseudonym(), had.created(), had.deleted(), head, audit, events);
    }

    /** Brings what waits to be written. */
    void write() {
        if (!entries.isEmpty()) pipeline.write(JdbiJournal.appending(entries), written -> {});
        if (!events.isEmpty()) pipeline.write(JdbiJournal.publishing(events), written -> {});
        entries.clear();
        events.clear();
    }

    private Journal plain() {
        flushAll.run();
        return plain;
    }

    @Override
    public List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit) {
        return plain().audit(tenant, fromSequence, limit);
    }

    @Override
    public List<OutboxRow> due(int limit) {
        return plain().due(limit);
    }

    @Override
    public void delivered(BillingEvent event) {
        plain().delivered(event);
    }

    @Override
    public void delivered(List<BillingEvent> events) {
        plain().delivered(events);
    }

    @Override
    public int deliverUnheard(int limit) {
        return plain().deliverUnheard(limit);
    }

    @Override
    public List<PublishedRow> published(long after, int limit) {
        return plain().published(after, limit);
    }

    @Override
    public List<PublishedRow> publishedOf(TenantId tenant, long after, long upTo, int limit) {
        return plain().publishedOf(tenant, after, upTo, limit);
    }

    @Override
    public int forgetPublished(Duration age, int limit) {
        return plain().forgetPublished(age, limit);
    }

    @Override
    public void deliverLater(BillingEvent event, Duration delay) {
        plain().deliverLater(event, delay);
    }

    @Override
    public void deliverLater(OutboxRow.Unreadable row, Duration delay) {
        plain().deliverLater(row, delay);
    }
}
