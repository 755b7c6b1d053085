package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.Journal;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedRow;
import dev.missioncontrol.billing.store.TenantRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** {@link Journal} in two tables, whose lengths stand in the tenant's row. */
final class JdbiJournal implements Journal {
    private final Handle handle;
    private final OutboxPositions positions;

    JdbiJournal(Handle handle) {
        this.handle = handle;
        positions = new OutboxPositions(handle);
    }

    private static final Columns<AuditEntry> ENTRIES = Columns.key("pseudonym", AuditEntry::pseudonym)
            .number("sequence_no", AuditEntry::sequence)
            .text("tenant_id", one -> one.tenant().value())
            .time("decided_at", AuditEntry::at)
            .text("actor", AuditEntry::actor)
            .text("event_id", one -> one.event().map(EventId::value).orElse(null))
            .text("decision_rule", AuditEntry::rule)
            .text("before_state", one -> CurrentJson.write(one.before()))
            .text("after_state", one -> CurrentJson.write(one.after()))
            .text("previous_hash", AuditEntry::previousHash)
            .text("row_hash", AuditEntry::hash);

    private static final Sql APPEND = new Sql("insert into {schema}.billing_audit (" + ENTRIES.names() + ") select "
            + ENTRIES.namesGiven() + " from " + ENTRIES.given());

    private static final Columns<BillingEvent> EVENTS = Columns.<BillingEvent>key(
                    "tenant_id", one -> one.tenant().value())
            .number("sequence_no", BillingEvent::sequence)
            .text("event_id", BillingEvent::id)
            .time("decided_at", BillingEvent::at)
            .text("transition", one -> CurrentJson.write(one.transition()));

    /**
     * Never due before those of its tenant that wait already: so the order in which events are due is each tenant's own. Where
     * none of any tenant waits for later, no tenant is looked at.
     */
    private static final Sql PUBLISH = new Sql("insert into {schema}.billing_outbox (" + EVENTS.names()
            + ", due_at) select " + EVENTS.namesGiven()
            + ", case when exists (select 1 from {schema}.billing_outbox later"
            + " where later.due_at > current_timestamp) then greatest(current_timestamp, coalesce((select last.due_at"
            + " from {schema}.billing_outbox last where last.tenant_id = given.tenant_id"
            + " order by last.sequence_no desc limit 1), current_timestamp)) else current_timestamp end from "
            + EVENTS.given());

    /** A tenant whose chains grow, as its row is and as it is to be. */
    record Move(TenantRecord had, TenantRecord has) {}

    private static final Columns<Move> MOVES = Columns.<Move>key(
                    "tenant_id", one -> one.had().id().value())
            .text("audit_head", one -> one.has().auditHead())
            .number("audit_length", one -> one.has().auditLength())
            .number("event_length", one -> one.has().eventLength())
            .text("had_head", one -> one.had().auditHead())
            .number("had_audit", one -> one.had().auditLength())
            .number("had_events", one -> one.had().eventLength());

    private static final Sql MOVE = new Sql("update {schema}.tenants kept set audit_head = given.audit_head,"
            + " audit_length = given.audit_length, event_length = given.event_length from " + MOVES.given()
            + " where kept.tenant_id = given.tenant_id and kept.audit_length = given.had_audit"
            + " and kept.audit_head = given.had_head and kept.event_length = given.had_events");

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
        appending(List.of(entry)).execute(handle);
    }

    /** Rows whose tenants are moved to them by {@link #moving}. */
    static BoundStatement appending(Collection<AuditEntry> entries) {
        return ENTRIES.in(APPEND, entries);
    }

    /** Rows whose tenants are moved to them by {@link #moving}. */
    static BoundStatement publishing(Collection<BillingEvent> events) {
        return EVENTS.in(PUBLISH, events);
    }

    /** Moves tenants on, as far as their rows are as they were. */
    static BoundStatement moving(Collection<Move> moves) {
        return MOVES.in(MOVE, moves);
    }

    @Override
    public List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit) {
        return audit(handle, tenant, fromSequence, limit, (row, context) -> entry(tenant, row));
    }

    /** A tenant's rows from this one on, oldest first. */
    static <T> List<T> audit(Handle handle, TenantId tenant, long fromSequence, int limit, RowMapper<T> reading) {
        // An erased tenant's rows have lost its id, and keep its pseudonym.
        return handle.createQuery("select * from {schema}.billing_audit where pseudonym ="
                        + " (select pseudonym from {schema}.tenants where tenant_id = :tenant)"
                        + " and (tenant_id = :tenant or tenant_id is null and"
                        + " (select deleted_at from {schema}.tenants where tenant_id = :tenant) is not null)"
                        + " and sequence_no >= :from order by sequence_no limit :limit")
                .bind("tenant", tenant.value())
                .bind("from", fromSequence)
                .bind("limit", limit)
                .map(reading)
                .list();
    }

    /** One that can't be read keeps none of the others from being. */
    static AuditRow row(TenantId tenant, ResultSet row) throws SQLException {
        try {
            return new AuditRow.Readable(entry(tenant, row));
        } catch (RuntimeException fault) {
            return new AuditRow.Unreadable(row.getLong("sequence_no"), fault);
        }
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
        publishing(List.of(event)).execute(handle);
    }

    @Override
    public List<OutboxRow> due(int limit) {
        return handle.createQuery("select *" + OutboxPositions.FIRST_DUE)
                .bind("limit", limit)
                .map((row, context) -> OutboxRows.row(row))
                .list();
    }

    @Override
    public void delivered(BillingEvent event) {
        delivered(List.of(event));
    }

    @Override
    public void delivered(List<BillingEvent> events) {
        positions.number(events.stream()
                .map(one -> new OutboxPositions.Place(one.tenant().value(), one.sequence()))
                .toList());
    }

    @Override
    public int deliverUnheard(int limit) {
        return positions.deliverUnheard(limit);
    }

    @Override
    public List<PublishedRow> published(long after, int limit) {
        return handle.createQuery("select * from {schema}.billing_outbox where published_no > :after"
                        + " order by published_no limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> OutboxRows.published(row))
                .list();
    }

    /** By the tenant, and not along the positions of all tenants to find some of this one: an expression has no index. */
    @Override
    public List<PublishedRow> publishedOf(TenantId tenant, long after, long upTo, int limit) {
        return handle.createQuery("select * from {schema}.billing_outbox where tenant_id = :tenant"
                        + " and published_no > :after and published_no <= :upTo order by published_no + 0 limit :limit")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map((row, context) -> OutboxRows.published(row))
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
        deliverLater(event.tenant().value(), event.sequence(), delay);
    }

    @Override
    public void deliverLater(OutboxRow.Unreadable row, Duration delay) {
        deliverLater(row.tenant(), row.sequence(), delay);
    }

    /**
     * With those behind it, each later than before or not at all: their order stays. With the tenant held, so that none is just
     * being written behind them that does not know yet.
     */
    private void deliverLater(String tenant, long sequence, Duration delay) {
        TenantRows.hold(handle, tenant);
        handle.createUpdate("update {schema}.billing_outbox set due_at = greatest(due_at, " + JdbiTransaction.IN_MILLIS
                        + ") where tenant_id = :tenant and sequence_no >= :sequence and due_at is not null"
                        + " and exists (select 1 from {schema}.billing_outbox failed where failed.tenant_id = :tenant"
                        + " and failed.sequence_no = :sequence and failed.due_at is not null)")
                .bind("tenant", tenant)
                .bind("sequence", sequence)
                .bind("millis", delay.toMillis())
                .execute();
    }
}
