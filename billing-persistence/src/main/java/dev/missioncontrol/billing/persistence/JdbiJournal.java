package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.Journal;
import dev.missioncontrol.billing.store.PublishedEvent;
import dev.missioncontrol.billing.store.TenantRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** {@link Journal} in two tables, whose lengths stand in the tenant's row. */
final class JdbiJournal implements Journal {
    private final Handle handle;

    JdbiJournal(Handle handle) {
        this.handle = handle;
    }

    private static final String APPEND =
            "insert into {schema}.billing_audit (pseudonym, sequence_no, tenant_id, decided_at, actor,"
                    + " event_id, decision_rule, before_state, after_state, previous_hash, row_hash) values"
                    + " (:pseudonym, :sequence, :tenant, :at, :actor, :event, :rule, :before, :after, :previous,"
                    + " :hash)";

    private static final String PUBLISH =
            "insert into {schema}.billing_outbox (tenant_id, sequence_no, event_id, decided_at,"
                    + " transition, due_at) values (:tenant, :sequence, :event, :at, :transition, current_timestamp)";

    @Override
    public void append(AuditEntry entry) {
        int moved = handle.createUpdate("update {schema}.tenants set audit_head = :hash, audit_length = :sequence"
                        + " where tenant_id = :tenant and audit_length = :sequence - 1 and audit_head = :previous")
                .bind("tenant", entry.tenant().value())
                .bind("hash", entry.hash())
                .bind("sequence", entry.sequence())
                .bind("previous", entry.previousHash())
                .execute();
        if (moved != 1) throw new IllegalStateException("not the next row of the tenant's audit chain");
        bind(handle.createUpdate(APPEND), entry).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, AuditEntry entry) {
        return statement
                .bind("pseudonym", entry.pseudonym())
                .bind("sequence", entry.sequence())
                .bind("tenant", entry.tenant().value())
                .bind("at", Utc.of(entry.at()))
                .bind("actor", StorableText.of(entry.actor()))
                .bind("event", entry.event().map(EventId::value).orElse(null))
                .bind("rule", StorableText.of(entry.rule()))
                .bind("before", CurrentJson.write(entry.before()))
                .bind("after", CurrentJson.write(entry.after()))
                .bind("previous", entry.previousHash())
                .bind("hash", entry.hash());
    }

    /** Writes rows whose tenants are moved to them by {@link #move}. */
    void append(Collection<AuditEntry> entries, Collection<BillingEvent> events) {
        if (!entries.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(APPEND);
            for (AuditEntry one : entries) bind(batch, one).add();
            batch.execute();
        }
        if (!events.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(PUBLISH);
            for (BillingEvent one : events) bind(batch, one).add();
            batch.execute();
        }
    }

    /**
     * Moves tenants on.
     *
     * @param had each as its row is
     * @param has each as it is to be, in the same order
     */
    void move(List<TenantRecord> had, List<TenantRecord> has) {
        PreparedBatch batch =
                handle.prepareBatch("update {schema}.tenants set audit_head = :hash, audit_length = :audit,"
                        + " event_length = :events where tenant_id = :tenant and audit_length = :hadAudit"
                        + " and audit_head = :previous and event_length = :hadEvents");
        for (int one = 0; one < had.size(); one++)
            batch.bind("tenant", had.get(one).id().value())
                    .bind("hash", has.get(one).auditHead())
                    .bind("audit", has.get(one).auditLength())
                    .bind("events", has.get(one).eventLength())
                    .bind("hadAudit", had.get(one).auditLength())
                    .bind("previous", had.get(one).auditHead())
                    .bind("hadEvents", had.get(one).eventLength())
                    .add();
        Written.each(batch.execute(), "the tenant's chain");
    }

    @Override
    public List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit) {
        // An erased tenant's rows have lost its id, and are found by its pseudonym.
        return handle.createQuery("select * from {schema}.billing_audit where (tenant_id = :tenant or tenant_id is null"
                        + " and pseudonym = (select pseudonym from {schema}.tenants where tenant_id = :tenant"
                        + " and deleted_at is not null))"
                        + " and sequence_no >= :from order by sequence_no limit :limit")
                .bind("tenant", tenant.value())
                .bind("from", fromSequence)
                .bind("limit", limit)
                .map((row, context) -> entry(tenant, row))
                .list();
    }

    private static AuditEntry entry(TenantId tenant, ResultSet row) throws SQLException {
        return new AuditEntry(
                tenant,
                row.getString("pseudonym"),
                row.getLong("sequence_no"),
                Utc.readAlways(row, "decided_at"),
                row.getString("actor"),
                Ids.text(row, "event_id").map(EventId::new),
                row.getString("decision_rule"),
                CurrentJson.read("before_state", row.getString("before_state")),
                CurrentJson.read("after_state", row.getString("after_state")),
                row.getString("previous_hash"),
                row.getString("row_hash"));
    }

    @Override
    public void publish(BillingEvent event) {
        int moved = handle.createUpdate("update {schema}.tenants set event_length = :sequence"
                        + " where tenant_id = :tenant and event_length = :sequence - 1")
                .bind("tenant", event.tenant().value())
                .bind("sequence", event.sequence())
                .execute();
        if (moved != 1) throw new IllegalStateException("not the tenant's next event");
        bind(handle.createUpdate(PUBLISH), event).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, BillingEvent event) {
        return statement
                .bind("tenant", event.tenant().value())
                .bind("sequence", event.sequence())
                .bind("event", event.id())
                .bind("at", Utc.of(event.at()))
                .bind("transition", CurrentJson.write(event.transition()));
    }

    @Override
    public List<BillingEvent> undelivered(int limit) {
        return handle.createQuery("select * from {schema}.billing_outbox one where due_at <= current_timestamp"
                        + " and not exists (select 1 from {schema}.billing_outbox before"
                        + " where before.tenant_id = one.tenant_id and before.sequence_no < one.sequence_no"
                        + " and before.due_at > current_timestamp) order by ordinal limit :limit")
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list();
    }

    private static BillingEvent event(ResultSet row) throws SQLException {
        return new BillingEvent(
                row.getString("event_id"),
                new TenantId(row.getString("tenant_id")),
                row.getLong("sequence_no"),
                Utc.readAlways(row, "decided_at"),
                CurrentJson.readTransition(row.getString("transition")));
    }

    @Override
    public void delivered(BillingEvent event) {
        int now = handle.createUpdate(
                        "update {schema}.billing_outbox set due_at = null, delivered_at = current_timestamp"
                                + " where tenant_id = :tenant and sequence_no = :sequence and due_at is not null")
                .bind("tenant", event.tenant().value())
                .bind("sequence", event.sequence())
                .execute();
        if (now == 0) return;
        // The counter's lock is held until this transaction commits, so that positions are committed in order.
        handle.createUpdate(
                        "update {schema}.billing_counters set counted = counted + 1 where counter_name = 'published'")
                .execute();
        handle.createUpdate("update {schema}.billing_outbox set published_no = (select counted from"
                        + " {schema}.billing_counters where counter_name = 'published')"
                        + " where tenant_id = :tenant and sequence_no = :sequence")
                .bind("tenant", event.tenant().value())
                .bind("sequence", event.sequence())
                .execute();
    }

    /** One that was delivered already leaves its number unused. */
    @Override
    public void delivered(List<BillingEvent> events) {
        if (events.isEmpty()) return;
        // The counter's lock is held until this transaction commits, so that positions are committed in order.
        handle.createUpdate("update {schema}.billing_counters set counted = counted + :more"
                        + " where counter_name = 'published'")
                .bind("more", events.size())
                .execute();
        long last = handle.createQuery("select counted from {schema}.billing_counters where counter_name = 'published'")
                .mapTo(Long.class)
                .one();
        long position = last - events.size();
        PreparedBatch batch = handle.prepareBatch(
                "update {schema}.billing_outbox set due_at = null, delivered_at = current_timestamp,"
                        + " published_no = :position where tenant_id = :tenant and sequence_no = :sequence"
                        + " and due_at is not null");
        for (BillingEvent event : events)
            batch.bind("position", ++position)
                    .bind("tenant", event.tenant().value())
                    .bind("sequence", event.sequence())
                    .add();
        batch.execute();
    }

    @Override
    public List<PublishedEvent> published(long after, int limit) {
        return handle.createQuery("select * from {schema}.billing_outbox where published_no > :after"
                        + " order by published_no limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new PublishedEvent(row.getLong("published_no"), event(row)))
                .list();
    }

    @Override
    public List<PublishedEvent> publishedOf(TenantId tenant, long after, long upTo, int limit) {
        return handle.createQuery("select * from {schema}.billing_outbox where tenant_id = :tenant"
                        + " and published_no > :after and published_no <= :upTo order by published_no limit :limit")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map((row, context) -> new PublishedEvent(row.getLong("published_no"), event(row)))
                .list();
    }

    /** Of the first ones those that are old enough: they were delivered in the order of their numbers. */
    @Override
    public int forgetPublished(Duration age, int limit) {
        return handle.createUpdate("delete from {schema}.billing_outbox where published_no in (select published_no from"
                        + " (select published_no, delivered_at from {schema}.billing_outbox where published_no is not null"
                        + " order by published_no limit :limit) firsts where delivered_at <= "
                        + JdbiTransaction.IN_MILLIS + ")")
                .bind("millis", -age.toMillis())
                .bind("limit", limit)
                .execute();
    }

    @Override
    public void deliverLater(BillingEvent event, Duration delay) {
        handle.createUpdate("update {schema}.billing_outbox set due_at = " + JdbiTransaction.IN_MILLIS
                        + " where tenant_id = :tenant and sequence_no = :sequence and due_at is not null")
                .bind("tenant", event.tenant().value())
                .bind("sequence", event.sequence())
                .bind("millis", delay.toMillis())
                .execute();
    }
}
