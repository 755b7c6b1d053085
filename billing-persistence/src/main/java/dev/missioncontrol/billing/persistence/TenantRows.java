package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.TenantRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Tenants, whose rows are what a decision holds. */
final class TenantRows {
    private static final String ONE = "select * from {schema}.tenants where tenant_id = :tenant";
    private static final String ALL =
            "select * from {schema}.tenants where tenant_id = any(:tenants) order by tenant_id";

    private static final Columns<Map.Entry<TenantId, String>> NEW = Columns.<Map.Entry<TenantId, String>>key(
                    "tenant_id", one -> one.getKey().value())
            .text("pseudonym", Map.Entry::getValue);

    private static final String INSERT = "insert into {schema}.tenants (" + NEW.names()
            + ", created_at, audit_head, audit_length, event_length) select " + NEW.namesGiven()
            + ", :now, '', 0, 0 from " + NEW.given() + " on conflict do nothing";

    private final Handle handle;

    TenantRows(Handle handle) {
        this.handle = handle;
    }

    Optional<TenantRecord> one(TenantId tenant) {
        return one(tenant, ONE);
    }

    TenantRecord lock(TenantId tenant, String pseudonym, Instant now) {
        return one(tenant, ONE + " for update").orElseGet(() -> {
            insert(Map.of(tenant, pseudonym), now);
            return one(tenant, ONE + " for update").orElseThrow();
        });
    }

    private int insert(Map<TenantId, String> pseudonyms, Instant now) {
        return NEW.bind(handle.createUpdate(INSERT), pseudonyms.entrySet())
                .bind("now", Utc.of(now))
                .execute();
    }

    /**
     * Holds all of them in the order of their ids; new ones are made after those that were there, in the same order. One that
     * another transaction makes just now is waited for, and then a conflict: it is not ours to count from.
     */
    Locked lock(SortedMap<TenantId, String> pseudonyms, Instant now) {
        List<TenantRecord> held = all(pseudonyms.keySet(), ALL + " for update");
        SortedMap<TenantId, String> missing = new TreeMap<>(pseudonyms);
        held.forEach(one -> missing.remove(one.id()));
        if (missing.isEmpty()) return new Locked(held, Set.of());
        Written.allUnlessRaced(insert(missing, now), missing.size(), "a tenant");
        List<TenantRecord> all = new ArrayList<>(held);
        // As the database keeps them, to the microsecond.
        all.addAll(all(missing.keySet(), ALL));
        return new Locked(all, Set.copyOf(missing.keySet()));
    }

    private List<TenantRecord> all(Collection<TenantId> tenants, String query) {
        return handle.createQuery(query)
                .bind("tenants", Ids.all(tenants, TenantId::value))
                .map((row, context) -> record(row))
                .list();
    }

    /**
     * Tenants that are held.
     *
     * @param made those that were not there before
     */
    record Locked(List<TenantRecord> all, Set<TenantId> made) {}

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

    private static TenantRecord record(ResultSet row) throws SQLException {
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
