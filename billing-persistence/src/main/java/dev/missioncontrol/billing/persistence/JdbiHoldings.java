package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.TenantTables.Fate;
import dev.missioncontrol.billing.persistence.TenantTables.TenantTable;
import dev.missioncontrol.billing.store.ErasedReference;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.Holdings;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** {@link Holdings} in the tables that {@link TenantTables} lists: each row as it is, whatever columns it has. */
final class JdbiHoldings implements Holdings {
    /** Rows fetched at once, so that a tenant may have more than memory holds. */
    private static final int FETCHED = 500;

    private static final String EMPTY = "update {schema}.webhook_events set tenant_id = null, subscription_id = null,"
            + " payload = '', payload_since = null, reason = '', outcome = '" + EventOutcome.IGNORED.word()
            + "', retry_at = null where ";

    private static final String PSEUDONYM = "(select pseudonym from {schema}.tenants where tenant_id = :tenant)";

    private final Handle handle;

    JdbiHoldings(Handle handle) {
        this.handle = handle;
    }

    @Override
    public void each(TenantId tenant, Consumer<HeldRow> each) {
        for (TenantTable table : TenantTables.ALL)
            handle.createQuery("select * from {schema}." + table.name() + " where " + table.rows())
                    .bind("tenant", tenant.value())
                    .setFetchSize(FETCHED)
                    .map((row, context) -> new HeldRow(table.name(), columns(row)))
                    .forEach(each);
    }

    private static Map<String, Optional<String>> columns(ResultSet row) throws SQLException {
        ResultSetMetaData about = row.getMetaData();
        Map<String, Optional<String>> columns = new LinkedHashMap<>();
        for (int i = 1; i <= about.getColumnCount(); i++)
            columns.put(about.getColumnLabel(i), text(row, i, about.getColumnTypeName(i)));
        return columns;
    }

    private static Optional<String> text(ResultSet row, int column, String type) throws SQLException {
        if (type.toLowerCase(Locale.ROOT).startsWith("timestamp"))
            return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)
                    .map(Instant::toString);
        return Optional.ofNullable(row.getObject(column)).map(Object::toString);
    }

    @Override
    public void bury(TenantId tenant, Instant at) {
        int rows = handle.createUpdate(
                        "update {schema}.tenants set deleted_at = coalesce(deleted_at, :at) where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .bind("at", Utc.of(at))
                .execute();
        Written.one(rows, tenant.value());
    }

    @Override
    public int eraseHistory(TenantId tenant, int limit) {
        requireBuried(tenant);
        int events = batch(
                EMPTY + "event_id in (select event_id from {schema}.webhook_events where "
                        + TenantTables.WEBHOOK_EVENTS.rows() + " limit :limit)",
                tenant,
                limit);
        // Its audit is by the pseudonym, which finds it without the tenant's id too.
        int decisions = batch(
                "update {schema}.billing_audit set tenant_id = null where pseudonym = " + PSEUDONYM
                        + " and tenant_id = :tenant and sequence_no in (select sequence_no from {schema}.billing_audit where"
                        + " pseudonym = " + PSEUDONYM + " and tenant_id = :tenant limit :limit)",
                tenant,
                limit);
        return events
                + decisions
                + batch(
                        "delete from {schema}.billing_outbox where " + TenantTables.OUTBOX.rows()
                                + " and sequence_no in (select sequence_no from {schema}.billing_outbox where "
                                + TenantTables.OUTBOX.rows() + " limit :limit)",
                        tenant,
                        limit);
    }

    private int batch(String statement, TenantId tenant, int limit) {
        return handle.createUpdate(statement)
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .execute();
    }

    @Override
    public void erase(TenantId tenant, Instant at) {
        requireBuried(tenant);
        for (String id : ids(tenant)) keep(tenant, id, at);
        of(tenant, EMPTY + TenantTables.WEBHOOK_EVENTS.rows());
        removeSubscriptions(tenant, at);
        for (TenantTable table : TenantTables.ALL)
            if (table.fate() == Fate.REMOVED)
                of(tenant, "delete from {schema}." + table.name() + " where " + table.rows());
        of(
                tenant,
                "update {schema}.billing_audit set tenant_id = null where tenant_id = :tenant and pseudonym = "
                        + PSEUDONYM);
    }

    private void of(TenantId tenant, String statement) {
        handle.createUpdate(statement).bind("tenant", tenant.value()).execute();
    }

    /** In this order, and before their marks are: as everybody does who writes into both. */
    private List<String> holdSubscriptions(TenantId tenant) {
        return list(
                tenant,
                "tracked_subscriptions",
                "subscription_id",
                TenantTables.TRACKED_SUBSCRIPTIONS.rows() + " order by subscription_id for update");
    }

    /** Each with its mark and its plan, as long as some turn up: one that is disputed comes without the tenant being held. */
    private void removeSubscriptions(TenantId tenant, Instant at) {
        for (List<String> held = holdSubscriptions(tenant); !held.isEmpty(); held = holdSubscriptions(tenant)) {
            for (String id : held) keep(tenant, id, at);
            for (TenantTable table : TenantTables.ALL)
                if (table.fate() == Fate.HELD)
                    handle.createUpdate("delete from {schema}." + table.name() + " where subscription_id = any(:held)")
                            .bind("held", Columns.texts(held, Function.identity()))
                            .execute();
        }
    }

    /** The provider's ids, and those of checkouts, which metadata names. */
    private List<String> ids(TenantId tenant) {
        List<String> ids = new ArrayList<>(list(tenant, "customers", "customer_id", "tenant_id = :tenant"));
        ids.addAll(holdSubscriptions(tenant));
        ids.addAll(list(tenant, "checkout_attempts", "attempt_id", "tenant_id = :tenant"));
        ids.addAll(list(tenant, "checkout_attempts", "customer_id", "tenant_id = :tenant and customer_id is not null"));
        ids.addAll(list(tenant, "checkout_attempts", "session_id", "tenant_id = :tenant and session_id is not null"));
        return ids;
    }

    private List<String> list(TenantId tenant, String table, String column, String rows) {
        return handle.createQuery("select " + column + " from {schema}." + table + " where " + rows)
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .list();
    }

    private void keep(TenantId tenant, String id, Instant at) {
        handle.createUpdate("insert into {schema}.erased_references (reference_hash, tenant_id, erased_at)"
                        + " values (:hash, :tenant, :at) on conflict do nothing")
                .bind("hash", ErasedReference.hash(id))
                .bind("tenant", tenant.value())
                .bind("at", Utc.of(at))
                .execute();
    }

    private void requireBuried(TenantId tenant) {
        boolean buried = handle.createQuery(
                                "select count(*) from {schema}.tenants where tenant_id = :tenant and deleted_at is not null")
                        .bind("tenant", tenant.value())
                        .mapTo(Integer.class)
                        .one()
                == 1;
        if (!buried) throw new IllegalStateException("the tenant is not deleted: bury it first");
    }

    @Override
    public void emptyEvent(EventId event) {
        handle.createUpdate(EMPTY + "event_id = :event")
                .bind("event", event.value())
                .execute();
    }

    private static final Sql ERASED =
            new Sql("select reference_hash from {schema}.erased_references where reference_hash = any(:hashes)");

    /** Hashes of those of these ids that were an erased tenant's. */
    static BoundStatement erasedOf(Collection<String> ids) {
        return ERASED.with("hashes", Columns.texts(ids, ErasedReference::hash));
    }

    @Override
    public boolean erased(Collection<String> ids) {
        return !erasedOf(ids).rows(handle, row -> row.getString(1)).isEmpty();
    }
}
