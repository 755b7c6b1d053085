package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.TenantRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Tenants, whose rows are what a decision holds. */
final class TenantRows {
    private static final String ONE = "select * from {schema}.tenants where tenant_id = :tenant";
    private static final Sql ALL =
            new Sql("select * from {schema}.tenants where tenant_id = any(:tenants) order by tenant_id");
    private static final Sql LOCKED = new Sql(ALL.named() + " for update");

    private static final Columns<Map.Entry<TenantId, String>> NEW = Columns.<Map.Entry<TenantId, String>>key(
                    "tenant_id", one -> one.getKey().value())
            .text("pseudonym", Map.Entry::getValue);

    private static final Sql INSERT = new Sql("insert into {schema}.tenants (" + NEW.names()
            + ", created_at, audit_head, audit_length, event_length) select " + NEW.namesGiven()
            + ", :now, '', 0, 0 from " + NEW.given() + " on conflict do nothing");

    private final Handle handle;

    TenantRows(Handle handle) {
        this.handle = handle;
    }

    Optional<TenantRecord> one(TenantId tenant) {
        return one(tenant, ONE);
    }

    TenantRecord lock(TenantId tenant, String pseudonym, Instant now) {
        return one(tenant, ONE + " for update").orElseGet(() -> {
            insertion(Map.of(tenant, pseudonym), now).execute(handle);
            return one(tenant, ONE + " for update").orElseThrow();
        });
    }

    /** Makes those that are not there. */
    static BoundStatement insertion(Map<TenantId, String> pseudonyms, Instant now) {
        return NEW.in(INSERT, pseudonyms.entrySet()).with("now", Utc.of(now));
    }

    /** Holds them in the order of their ids. */
    static BoundStatement locked(Collection<TenantId> tenants) {
        return LOCKED.with("tenants", Ids.all(tenants, TenantId::value));
    }

    /** Holds one without reading what its row says; its id may be none. */
    static void hold(Handle handle, String tenant) {
        LOCKED.with("tenants", Columns.texts(List.of(tenant), Function.identity()))
                .rows(handle, row -> row.getString("tenant_id"));
    }

    static BoundStatement all(Collection<TenantId> tenants) {
        return ALL.with("tenants", Ids.all(tenants, TenantId::value));
    }

    /** Takes back what this transaction made and nothing refers to. */
    void unmake(Set<TenantId> made) {
        if (made.isEmpty()) return;
        handle.createUpdate("delete from {schema}.tenants where tenant_id = any(:tenants)")
                .bind("tenants", Ids.all(made, TenantId::value))
                .execute();
    }

    private Optional<TenantRecord> one(TenantId tenant, String query) {
        return handle.createQuery(query)
                .bind("tenant", tenant.value())
                .map((row, context) -> record(row))
                .findOne();
    }

    static TenantRecord record(ResultSet row) throws SQLException {
        return new TenantRecord(
                new TenantId(row.getString("tenant_id")),
                row.getString("pseudonym"),
                Utc.readAlways(row, "created_at"),
                Utc.read(row, "deleted_at"),
                row.getString("audit_head"),
                row.getLong("audit_length"),
                row.getLong("event_length"));
    }
}
