package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is known of the provider's subscriptions, a row each. */
final class TrackedRows {
    private static final String ONE =
            "select * from {schema}.tracked_subscriptions where subscription_id = :subscription";
    private static final String OF_TENANT =
            "select * from {schema}.tracked_subscriptions where tenant_id = :tenant order by subscription_id";

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

    /** @param and a condition more, beginning with {@code and} */
    List<SubscriptionId> of(CustomerId customer, String and, int limit) {
        return handle.createQuery("select subscription_id from {schema}.tracked_subscriptions"
                        + " where customer_id = :customer" + and + " order by subscription_id limit :limit")
                .bind("customer", customer.value())
                .bind("limit", limit)
                .map((row, context) -> new SubscriptionId(row.getString(1)))
                .list();
    }

    private void insert(TrackedSubscription unknown, Instant now) {
        handle.createUpdate("insert into {schema}.tracked_subscriptions (subscription_id, quarantined, livemode, ended,"
                        + " provisional, registers, dirty, synced, row_version, token, attempts, unowned_tries,"
                        + " created_at, updated_at) values (:subscription, false, :livemode, false, :provisional,"
                        + " :registers, :dirty, :synced, :version, 0, 0, 0, :now, :now) on conflict do nothing")
                .bind("subscription", unknown.id().value())
                .bind("livemode", unknown.livemode())
                .bind("provisional", unknown.provisional())
                .bind("registers", RegistersJson.write(unknown.registers()))
                .bind("dirty", unknown.dirty())
                .bind("synced", unknown.synced())
                .bind("version", unknown.rowVersion())
                .bind("now", Utc.of(now))
                .execute();
    }

    /**
     * A first mark makes a fetch due at once; later ones leave the time that a failure has put it off to, and the time since
     * when one is wanted, until a fetch is answered.
     */
    void save(TrackedSubscription one, Instant now) {
        int written = handle.createUpdate("update {schema}.tracked_subscriptions set tenant_id = :tenant,"
                        + " customer_id = :customer, quarantined = :quarantined, livemode = :livemode, ended = :ended,"
                        + " snapshot = :snapshot, basis = :basis, provisional = :provisional, registers = :registers,"
                        + " past_due_since = :pastDueSince, dirty = :dirty, synced = :synced, row_version = :version,"
                        + " due_at = case when :fetchDue then coalesce(due_at, current_timestamp) end,"
                        + " marked_since = case when not :fetchDue then null when synced = :synced then"
                        + " coalesce(marked_since, current_timestamp) else current_timestamp end,"
                        + " look_again_at = case when :waits then look_again_at end, updated_at = :now"
                        + " where subscription_id = :subscription")
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
                .bind("now", Utc.of(now))
                .execute();
        Written.one(written, one.id().value());
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
