package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.Accounts.Derived;
import dev.missioncontrol.billing.store.StorableText;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What each tenant has, as last derived, in columns that other people's SQL can read. */
final class CurrentRows {
    private final Handle handle;

    CurrentRows(Handle handle) {
        this.handle = handle;
    }

    Optional<StoredSubscription> of(TenantId tenant) {
        return handle.createQuery("select * from {schema}.subscriptions where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .map((row, context) -> stored(tenant, row))
                .findOne();
    }

    private static final Sql OF_ALL = new Sql("select * from {schema}.subscriptions where tenant_id = any(:tenants)");

    static BoundStatement ofAll(Collection<TenantId> tenants) {
        return OF_ALL.with("tenants", Ids.all(tenants, TenantId::value));
    }

    Map<TenantId, StoredSubscription> of(Collection<TenantId> tenants) {
        return ofAll(tenants).rows(handle, CurrentRows::stored).stream()
                .collect(Collectors.toMap(StoredSubscription::tenant, Function.identity()));
    }

    /** On both sides of the hash in its index: all but nearly always none have it, and nothing finds those that differ. */
    List<Derived> derivedByAnotherCatalog(String hash, Optional<Derived> after, int limit) {
        return handle.createQuery("select catalog_hash, tenant_id from (" + derivedBy("<") + " union all "
                        + derivedBy(">") + ") others order by catalog_hash, tenant_id limit :limit")
                .bind("hash", hash)
                .bind("afterHash", after.map(Derived::catalogHash).orElse(""))
                .bind("after", after.map(one -> one.tenant().value()).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> new Derived(row.getString(1), new TenantId(row.getString(2))))
                .list();
    }

    /** A tenant that is being erased is looked for by its id alone, one by one: there are few, and no index of them. */
    private static String derivedBy(String compared) {
        return "(select has.catalog_hash, has.tenant_id from {schema}.subscriptions has where has.catalog_hash "
                + compared + " :hash and has.catalog_hash >= :afterHash"
                + " and (has.catalog_hash > :afterHash or has.tenant_id > :after) and (select whose.deleted_at from {schema}.tenants whose where whose.tenant_id = has.tenant_id) is null"
                + " order by has.catalog_hash, has.tenant_id limit :limit)";
    }

    private static final Columns<StoredSubscription> ROWS = Columns.<StoredSubscription>key(
                    "tenant_id", one -> one.tenant().value())
            .text(
                    "stripe_customer_id",
                    one -> one.customer().map(CustomerId::value).orElse(null))
            .text(
                    "stripe_subscription_id",
                    one -> one.current()
                            .subscription()
                            .map(SubscriptionId::value)
                            .orElse(null))
            .text("plan", one -> one.current().plan())
            .number("seats", one -> one.current().seats())
            .text("status", one -> one.current().status().word())
            .maybeTime("current_period_end", one -> one.current().currentPeriodEnd())
            .text(
                    "billing_interval",
                    one -> one.current().interval().map(BillingInterval::word).orElse(null))
            .text(
                    "provider_status",
                    one -> one.current().providerStatus().map(StorableText::of).orElse(null))
            .text(
                    "standing",
                    one -> one.current().standing().map(ProviderStatus::word).orElse(null))
            .maybeTime("cancel_at", one -> one.current().cancelAt())
            .maybeTime("trial_end", one -> one.current().trialEnd())
            .maybeTime("past_due_since", one -> one.current().pastDueSince())
            .text("former_plan", one -> one.current().formerPlan().orElse(null))
            .flag("provisional", one -> one.current().provisional())
            .maybeTime("as_of", one -> one.current().asOf())
            .text("catalog_hash", StoredSubscription::catalogHash);

    private static final Sql UPDATE = new Sql("update {schema}.subscriptions kept set " + ROWS.assignments()
            + ", updated_at = :now from " + ROWS.given() + " where kept.tenant_id = given.tenant_id");

    private static final Sql INSERT = new Sql("insert into {schema}.subscriptions (" + ROWS.names()
            + ", created_at, updated_at) select " + ROWS.namesGiven() + ", :now, :now from " + ROWS.given());

    void save(StoredSubscription derived, Instant now) {
        if (update(List.of(derived), now).execute(handle) == 0)
            insert(List.of(derived), now).execute(handle);
    }

    static BoundStatement update(Collection<StoredSubscription> known, Instant now) {
        return ROWS.in(UPDATE, known).with("now", Utc.of(now));
    }

    /** Of tenants that are held, and have none. */
    static BoundStatement insert(Collection<StoredSubscription> fresh, Instant now) {
        return ROWS.in(INSERT, fresh).with("now", Utc.of(now));
    }

    static StoredSubscription stored(ResultSet row) throws SQLException {
        return stored(new TenantId(row.getString("tenant_id")), row);
    }

    static StoredSubscription stored(TenantId tenant, ResultSet row) throws SQLException {
        CurrentSubscription current = new CurrentSubscription(
                Ids.subscription(row, "stripe_subscription_id"),
                row.getString("plan"),
                SubscriptionStatus.of(row.getString("status")).orElse(SubscriptionStatus.CANCELED),
                row.getInt("seats"),
                Ids.text(row, "billing_interval").flatMap(BillingInterval::of),
                Utc.read(row, "current_period_end"),
                Ids.text(row, "provider_status"),
                Ids.text(row, "standing").flatMap(ProviderStatus::of),
                Utc.read(row, "cancel_at"),
                Utc.read(row, "trial_end"),
                Utc.read(row, "past_due_since"),
                Ids.text(row, "former_plan"),
                row.getBoolean("provisional"),
                Utc.read(row, "as_of"));
        return new StoredSubscription(
                tenant, Ids.customer(row, "stripe_customer_id"), current, row.getString("catalog_hash"));
    }
}
