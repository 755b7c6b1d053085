package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** What is known of the provider's subscriptions, a row each. */
final class TrackedRows {
    private static final String ONE =
            "select * from {schema}.tracked_subscriptions where subscription_id = :subscription";
    private static final String OF_TENANT =
            "select * from {schema}.tracked_subscriptions where tenant_id = :tenant order by subscription_id";

    /** Of these tenants; and these, as far as they are nobody's. */
    private static final String HELD_TOGETHER =
            "select * from {schema}.tracked_subscriptions where tenant_id = any(:tenants)"
                    + " or subscription_id = any(:subscriptions) and tenant_id is null order by subscription_id for update";

    private final Handle handle;

    TrackedRows(Handle handle) {
        this.handle = handle;
    }

    Optional<TrackedSubscription> one(SubscriptionId id) {
        return one(id, ONE);
    }

    private Optional<TrackedSubscription> one(SubscriptionId id, String query) {
        return handle.createQuery(query)
                .bind("subscription", id.value())
                .map((row, context) -> tracked(row))
                .findOne();
    }

    TrackedSubscription lock(SubscriptionId id, boolean livemode, Instant now) {
        return one(id, ONE + " for update").orElseGet(() -> {
            insert(TrackedSubscription.unknown(id, livemode), now);
            return one(id, ONE + " for update").orElseThrow();
        });
    }

    List<TrackedSubscription> lockOf(TenantId tenant) {
        return of(tenant, OF_TENANT + " for update");
    }

    List<TrackedSubscription> of(TenantId tenant) {
        return of(tenant, OF_TENANT);
    }

    private List<TrackedSubscription> of(TenantId tenant, String query) {
        return handle.createQuery(query)
                .bind("tenant", tenant.value())
                .map((row, context) -> tracked(row))
                .list();
    }

    List<TrackedSubscription> of(Collection<SubscriptionId> ids) {
        return handle.createQuery(
                        "select * from {schema}.tracked_subscriptions where subscription_id = any(:subscriptions)")
                .bindArray("subscriptions", String.class, texts(ids))
                .map((row, context) -> tracked(row))
                .list();
    }

    List<TrackedSubscription> lockTogether(Collection<TenantId> tenants, Collection<SubscriptionId> unowned) {
        return handle.createQuery(HELD_TOGETHER)
                .bindArray(
                        "tenants",
                        String.class,
                        tenants.stream().map(TenantId::value).toArray())
                .bindArray("subscriptions", String.class, texts(unowned))
                .map((row, context) -> tracked(row))
                .list();
    }

    private static Object[] texts(Collection<SubscriptionId> ids) {
        return ids.stream().map(SubscriptionId::value).toArray();
    }

    /** @param and a condition more, beginning with {@code and} */
    List<SubscriptionId> of(CustomerId customer, String and, int limit) {
        return handle.createQuery("select subscription_id from {schema}.tracked_subscriptions"
                        + " where customer_id = :customer" + and + " order by subscription_id limit :limit")
                .bind("customer", customer.value())
                .bind("limit", limit)
                .map((row, context) -> new SubscriptionId(row.getString(1)))
                .list();
    }

    private static final String INSERT =
            "insert into {schema}.tracked_subscriptions (subscription_id, quarantined, livemode, ended,"
                    + " provisional, registers, dirty, synced, row_version, token, attempts, unowned_tries,"
                    + " created_at, updated_at) values (:subscription, false, :livemode, false, :provisional,"
                    + " :registers, :dirty, :synced, :version, 0, 0, 0, :now, :now) on conflict do nothing";

    private void insert(TrackedSubscription unknown, Instant now) {
        bindNew(handle.createUpdate(INSERT), unknown, now).execute();
    }

    /** Those that were made, a count each: one that is there already counts none. */
    int[] insert(Collection<TrackedSubscription> unknown, Instant now) {
        PreparedBatch batch = handle.prepareBatch(INSERT);
        for (TrackedSubscription one : unknown) bindNew(batch, one, now).add();
        return batch.execute();
    }

    private static <S extends SqlStatement<S>> S bindNew(S statement, TrackedSubscription unknown, Instant now) {
        return statement
                .bind("subscription", unknown.id().value())
                .bind("livemode", unknown.livemode())
                .bind("provisional", unknown.provisional())
                .bind("registers", RegistersJson.write(unknown.registers()))
                .bind("dirty", unknown.dirty())
                .bind("synced", unknown.synced())
                .bind("version", unknown.rowVersion())
                .bind("now", Utc.of(now));
    }

    /**
     * A first mark makes a fetch due at once; later ones leave the time that a failure has put it off to, and the time since
     * when one is wanted, until a fetch is answered.
     */
    private static final String SAVE = "update {schema}.tracked_subscriptions set tenant_id = :tenant,"
            + " customer_id = :customer, quarantined = :quarantined, livemode = :livemode, ended = :ended,"
            + " snapshot = :snapshot, basis = :basis, provisional = :provisional, registers = :registers,"
            + " past_due_since = :pastDueSince, dirty = :dirty, synced = :synced, row_version = :version,"
            + " due_at = case when :fetchDue then coalesce(due_at, current_timestamp) end,"
            + " marked_since = case when not :fetchDue then null when synced = :synced then"
            + " coalesce(marked_since, current_timestamp) else current_timestamp end,"
            + " look_again_at = case when :waits then look_again_at end, updated_at = :now"
            + " where subscription_id = :subscription";

    void save(TrackedSubscription one, Instant now) {
        Written.one(
                bind(handle.createUpdate(SAVE), one, now).execute(), one.id().value());
    }

    /** Each of them as {@link #save(TrackedSubscription, Instant)} does. */
    void save(Collection<TrackedSubscription> all, Instant now) {
        PreparedBatch batch = handle.prepareBatch(SAVE);
        for (TrackedSubscription one : all) bind(batch, one, now).add();
        Written.each(batch.execute(), "a subscription");
    }

    private static <S extends SqlStatement<S>> S bind(S statement, TrackedSubscription one, Instant now) {
        return statement
                .bind("subscription", one.id().value())
                .bind("tenant", one.tenant().map(TenantId::value).orElse(null))
                .bind(
                        "customer",
                        one.snapshot()
                                .flatMap(SubscriptionSnapshot::customer)
                                .map(CustomerId::value)
                                .orElse(null))
                .bind("quarantined", one.quarantined())
                .bind("livemode", one.livemode())
                .bind("ended", one.ended())
                .bind("snapshot", one.snapshot().map(SnapshotJson::write).orElse(null))
                .bind("basis", new Utc(one.basis()))
                .bind("provisional", one.provisional())
                .bind("registers", RegistersJson.write(one.registers()))
                .bind("pastDueSince", new Utc(one.pastDueSince()))
                .bind("dirty", one.dirty())
                .bind("synced", one.synced())
                .bind("version", one.rowVersion())
                .bind("fetchDue", one.fetchDue())
                .bind("waits", one.tenant().isEmpty() && !one.quarantined())
                .bind("now", Utc.of(now));
    }

    static TrackedSubscription tracked(ResultSet row) throws SQLException {
        SubscriptionId id = new SubscriptionId(row.getString("subscription_id"));
        return new TrackedSubscription(
                id,
                Ids.tenant(row),
                row.getBoolean("quarantined"),
                row.getBoolean("livemode"),
                Ids.text(row, "snapshot").map(text -> SnapshotJson.read(id, text)),
                Utc.read(row, "basis"),
                row.getBoolean("provisional"),
                RegistersJson.read(row.getString("registers")),
                Utc.read(row, "past_due_since"),
                row.getLong("dirty"),
                row.getLong("synced"),
                row.getLong("row_version"));
    }
}
