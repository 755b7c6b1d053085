package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import dev.missioncontrol.billing.store.SubscriptionRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What is known of the provider's subscriptions, a row each. */
final class TrackedRows {
    private static final String ONE =
            "select * from {schema}.tracked_subscriptions where subscription_id = :subscription";
    static final String OF_TENANT =
            "select * from {schema}.tracked_subscriptions where tenant_id = :tenant order by subscription_id";

    private static final Sql HELD_OF_TENANTS =
            new Sql("select * from {schema}.tracked_subscriptions where tenant_id = any(:tenants)"
                    + " order by subscription_id for update");

    /** Of these tenants; and these, as far as they are nobody's. */
    private static final Sql HELD_TOGETHER = new Sql(
            "select * from {schema}.tracked_subscriptions where tenant_id = any(:tenants)"
                    + " or subscription_id = any(:subscriptions) and tenant_id is null order by subscription_id for update");

    private static final Sql OWNERS = new Sql("select subscription_id, tenant_id, quarantined, customer_id"
            + " from {schema}.tracked_subscriptions where subscription_id = any(:subscriptions)");

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

    private static final Sql ALL =
            new Sql("select * from {schema}.tracked_subscriptions where subscription_id = any(:subscriptions)");

    /** Those of these that are there. */
    Map<SubscriptionId, TrackedSubscription> all(Collection<SubscriptionId> ids) {
        return ALL
                .with("subscriptions", Ids.all(ids, SubscriptionId::value))
                .rows(handle, TrackedRows::tracked)
                .stream()
                .collect(Collectors.toMap(TrackedSubscription::id, Function.identity()));
    }

    TrackedSubscription lock(SubscriptionId id, boolean livemode, Instant now) {
        return one(id, ONE + " for update").orElseGet(() -> {
            // Of nothing heard, nothing is marked.
            insertion(List.of(TrackedSubscription.unknown(id, livemode)), now).execute(handle);
            return one(id, ONE + " for update").orElseThrow();
        });
    }

    List<TrackedSubscription> lockOf(TenantId tenant) {
        return of(tenant, OF_TENANT + " for update");
    }

    List<TrackedSubscription> of(TenantId tenant) {
        return of(tenant, OF_TENANT);
    }

    private static final Sql OF_TENANTS =
            new Sql("select * from {schema}.tracked_subscriptions where tenant_id = any(:tenants)");

    List<TrackedSubscription> of(Collection<TenantId> tenants) {
        return OF_TENANTS.with("tenants", Ids.all(tenants, TenantId::value)).rows(handle, TrackedRows::tracked);
    }

    private List<TrackedSubscription> of(TenantId tenant, String query) {
        return handle.createQuery(query)
                .bind("tenant", tenant.value())
                .map((row, context) -> tracked(row))
                .list();
    }

    /** Whose a subscription is. */
    record Owned(SubscriptionId id, SubscriptionOwner owner) {
        static Owned of(ResultSet row) throws SQLException {
            return new Owned(
                    new SubscriptionId(row.getString("subscription_id")),
                    new SubscriptionOwner(
                            Ids.tenant(row), row.getBoolean("quarantined"), Ids.customer(row, "customer_id")));
        }
    }

    Optional<SubscriptionOwner> owner(SubscriptionId id) {
        return owners(List.of(id)).rows(handle, Owned::of).stream()
                .map(Owned::owner)
                .findFirst();
    }

    static BoundStatement owners(Collection<SubscriptionId> ids) {
        return OWNERS.with("subscriptions", Ids.all(ids, SubscriptionId::value));
    }

    static BoundStatement lockTogether(Collection<TenantId> tenants, Collection<SubscriptionId> unowned) {
        // Most often there are none of those, and one condition is less work than two.
        if (unowned.isEmpty()) return HELD_OF_TENANTS.with("tenants", Ids.all(tenants, TenantId::value));
        return HELD_TOGETHER
                .with("tenants", Ids.all(tenants, TenantId::value))
                .with("subscriptions", Ids.all(unowned, SubscriptionId::value));
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

    private static final Columns<TrackedSubscription> ROWS = Columns.<TrackedSubscription>key(
                    "subscription_id", one -> one.id().value())
            .text("tenant_id", one -> one.tenant().map(TenantId::value).orElse(null))
            .text(
                    "customer_id",
                    one -> one.snapshot()
                            .flatMap(SubscriptionSnapshot::customer)
                            .map(CustomerId::value)
                            .orElse(null))
            .flag("quarantined", TrackedSubscription::quarantined)
            .flag("livemode", TrackedSubscription::livemode)
            .flag("ended", TrackedSubscription::ended)
            .text("snapshot", one -> one.snapshot().map(SnapshotJson::write).orElse(null))
            .maybeTime("basis", TrackedSubscription::basis)
            .flag("provisional", TrackedSubscription::provisional)
            .text("registers", one -> RegistersJson.write(one.registers()))
            .maybeTime("past_due_since", TrackedSubscription::pastDueSince)
            .number("dirty", TrackedSubscription::dirty)
            .number("synced", TrackedSubscription::synced)
            .number("row_version", TrackedSubscription::rowVersion);

    /** With what decides whether it is looked at again. */
    private static final Columns<TrackedSubscription> GIVEN =
            ROWS.flag("waits", one -> one.tenant().isEmpty() && !one.quarantined());

    private static final Sql INSERT = new Sql("insert into {schema}.tracked_subscriptions (" + ROWS.names()
            + ", token, attempts, unowned_tries, created_at, updated_at) select " + ROWS.namesGiven()
            + ", 0, 0, 0, :now, :now from " + ROWS.given() + " on conflict do nothing");

    /** Makes those that are not there already; what is marked of them is {@link MarkedRows}'. */
    static BoundStatement insertion(Collection<TrackedSubscription> fresh, Instant now) {
        return ROWS.in(INSERT, fresh).with("now", Utc.of(now));
    }

    private static final Sql SAVE = new Sql("update {schema}.tracked_subscriptions kept set " + ROWS.assignments()
            + ", look_again_at = case when given.waits then kept.look_again_at end, updated_at = :now from "
            + GIVEN.given() + " where kept.subscription_id = given.subscription_id");

    /** With its mark: since when a fetch is wanted begins anew when one was answered. */
    void save(TrackedSubscription one, Instant now) {
        List<SubscriptionId> id = List.of(one.id());
        if (one.fetchDue()) MarkedRows.answered(one).execute(handle);
        Written.one(saving(List.of(one), now).execute(handle), "a subscription of the provider");
        (one.fetchDue() ? MarkedRows.mark(id) : MarkedRows.answered(id)).execute(handle);
    }

    /** Each of them as {@link #save} does, without their marks. */
    static BoundStatement saving(Collection<TrackedSubscription> all, Instant now) {
        return GIVEN.in(SAVE, all).with("now", Utc.of(now));
    }

    private static final Sql LOOK_AGAIN =
            new Sql("update {schema}.tracked_subscriptions set unowned_tries = :tries, look_again_at = "
                    + JdbiTransaction.IN_MILLIS + " where subscription_id = any(:subscriptions)");

    /** Notes of several when they are looked at again; no delay means never. */
    static BoundStatement lookingAgain(Collection<SubscriptionId> ids, int tries, Optional<Duration> delay) {
        return LOOK_AGAIN
                .with("subscriptions", Ids.all(ids, SubscriptionId::value))
                .with("tries", Value.number(tries))
                .with("millis", Value.maybeNumber(delay.map(Duration::toMillis)));
    }

    /** One that can't be read hides none of the others. */
    static SubscriptionRow row(ResultSet row) throws SQLException {
        try {
            return new SubscriptionRow.Readable(tracked(row));
        } catch (RuntimeException fault) {
            return new SubscriptionRow.Unreadable(row.getString("subscription_id"), fault);
        }
    }

    /** One that is nobody's. */
    void remove(SubscriptionId id) {
        int removed = handle.createUpdate("delete from {schema}.tracked_subscriptions"
                        + " where subscription_id = :subscription and tenant_id is null")
                .bind("subscription", id.value())
                .execute();
        Written.one(removed, "a subscription that is nobody's");
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
