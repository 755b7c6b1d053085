package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

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

    List<StoredSubscription> of(Collection<TenantId> tenants) {
        return handle.createQuery("select * from {schema}.subscriptions where tenant_id = any(:tenants)")
                .bindArray(
                        "tenants",
                        String.class,
                        tenants.stream().map(TenantId::value).toArray())
                .map((row, context) -> stored(new TenantId(row.getString("tenant_id")), row))
                .list();
    }

    /** With what is planned, in one statement. */
    Optional<Standing> standing(TenantId tenant) {
        return handle.createQuery(
                        "select has.*, planned_price, planned_quantity, planned_at from {schema}.subscriptions has"
                                + " left join {schema}.tracked_subscriptions on subscription_id = has.stripe_subscription_id"
                                + " where has.tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Standing(stored(tenant, row), PlannedRows.read(row)))
                .findOne();
    }

    /** On both sides of the hash in its index: all but nearly always none have it, and nothing finds those that differ. */
    List<TenantId> derivedByAnotherCatalog(String hash, int limit) {
        return handle.createQuery("select tenant_id from (" + derivedBy("<") + " union all " + derivedBy(">")
                        + ") others order by tenant_id limit :limit")
                .bind("hash", hash)
                .bind("limit", limit)
                .map((row, context) -> new TenantId(row.getString(1)))
                .list();
    }

    private static String derivedBy(String compared) {
        return "(select tenant_id from {schema}.subscriptions where catalog_hash " + compared
                + " :hash order by catalog_hash, tenant_id limit :limit)";
    }

    private static final String UPDATE =
            "update {schema}.subscriptions set stripe_customer_id = :customer, stripe_subscription_id = :subscription,"
                    + " plan = :plan, seats = :seats, status = :status, current_period_end = :periodEnd,"
                    + " billing_interval = :interval, provider_status = :providerStatus, standing = :standing,"
                    + " cancel_at = :cancelAt, trial_end = :trialEnd, past_due_since = :pastDueSince,"
                    + " former_plan = :formerPlan, provisional = :provisional, as_of = :asOf,"
                    + " catalog_hash = :hash, updated_at = :now where tenant_id = :tenant";

    private static final String INSERT =
            "insert into {schema}.subscriptions (tenant_id, stripe_customer_id, stripe_subscription_id, plan,"
                    + " seats, status, current_period_end, billing_interval, provider_status, standing,"
                    + " cancel_at, trial_end, past_due_since, former_plan, provisional, as_of, catalog_hash,"
                    + " created_at, updated_at) values (:tenant, :customer, :subscription, :plan, :seats,"
                    + " :status, :periodEnd, :interval, :providerStatus, :standing, :cancelAt, :trialEnd,"
                    + " :pastDueSince, :formerPlan, :provisional, :asOf, :hash, :now, :now)";

    void save(StoredSubscription derived, Instant now) {
        int known = bind(handle.createUpdate(UPDATE), derived, now).execute();
        if (known == 0) bind(handle.createUpdate(INSERT), derived, now).execute();
    }

    /** All of them; each tenant must be held. */
    void save(Collection<StoredSubscription> known, Collection<StoredSubscription> fresh, Instant now) {
        Written.each(batch(UPDATE, known, now), "what a tenant has");
        Written.each(batch(INSERT, fresh, now), "what a tenant has");
    }

    private int[] batch(String statement, Collection<StoredSubscription> all, Instant now) {
        if (all.isEmpty()) return new int[0];
        PreparedBatch batch = handle.prepareBatch(statement);
        for (StoredSubscription one : all) bind(batch, one, now).add();
        return batch.execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, StoredSubscription derived, Instant now) {
        CurrentSubscription current = derived.current();
        return statement
                .bind("tenant", derived.tenant().value())
                .bind("customer", derived.customer().map(CustomerId::value).orElse(null))
                .bind(
                        "subscription",
                        current.subscription().map(SubscriptionId::value).orElse(null))
                .bind("plan", current.plan())
                .bind("seats", current.seats())
                .bind("status", current.status().word())
                .bind("periodEnd", new Utc(current.currentPeriodEnd()))
                .bind("interval", current.interval().map(BillingInterval::word).orElse(null))
                .bind(
                        "providerStatus",
                        current.providerStatus().map(StorableText::of).orElse(null))
                .bind("standing", current.standing().map(ProviderStatus::word).orElse(null))
                .bind("cancelAt", new Utc(current.cancelAt()))
                .bind("trialEnd", new Utc(current.trialEnd()))
                .bind("pastDueSince", new Utc(current.pastDueSince()))
                .bind("formerPlan", current.formerPlan().orElse(null))
                .bind("provisional", current.provisional())
                .bind("asOf", new Utc(current.asOf()))
                .bind("hash", derived.catalogHash())
                .bind("now", Utc.of(now));
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
