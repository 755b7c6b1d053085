package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import dev.missioncontrol.billing.store.TenantRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** {@link Accounts} in tables: tenants and customers here, subscriptions in the two rows that hold them. */
final class JdbiAccounts implements Accounts {
    private final Handle handle;
    private final TenantRows tenants;
    private final TrackedRows tracked;
    private final CurrentRows current;
    private final PlannedRows planned;

    JdbiAccounts(Handle handle) {
        this.handle = handle;
        tenants = new TenantRows(handle);
        tracked = new TrackedRows(handle);
        current = new CurrentRows(handle);
        planned = new PlannedRows(handle);
    }

    @Override
    public TenantRecord lockTenant(TenantId tenant, String pseudonym, Instant now) {
        return tenants.lock(tenant, pseudonym, now);
    }

    @Override
    public Optional<TenantRecord> tenant(TenantId tenant) {
        return tenants.one(tenant);
    }

    @Override
    public Optional<CustomerBinding> customerOf(TenantId tenant, String provider) {
        return handle.createQuery("select * from {schema}.customers where tenant_id = :tenant and provider = :provider")
                .bind("tenant", tenant.value())
                .bind("provider", provider)
                .map((row, context) -> binding(row))
                .findOne();
    }

    @Override
    public Optional<CustomerBinding> bindingOf(CustomerId customer, String provider) {
        return bindings(provider, List.of(customer)).rows(handle, JdbiAccounts::binding).stream()
                .findFirst();
    }

    private static final Sql OF_CUSTOMERS =
            new Sql("select * from {schema}.customers where provider = :provider and customer_id = any(:customers)");

    private static final Sql OF_TENANTS = new Sql("select * from {schema}.customers where tenant_id = any(:tenants)");

    /** Bindings of these customers at this provider. */
    static BoundStatement bindings(String provider, Collection<CustomerId> customers) {
        return OF_CUSTOMERS
                .with("provider", Value.text(provider))
                .with("customers", Ids.all(customers, CustomerId::value));
    }

    /** Bindings of these tenants at any provider. */
    static BoundStatement bindings(Collection<TenantId> tenants) {
        return OF_TENANTS.with("tenants", Ids.all(tenants, TenantId::value));
    }

    static CustomerBinding binding(ResultSet row) throws SQLException {
        return new CustomerBinding(
                new TenantId(row.getString("tenant_id")),
                row.getString("provider"),
                new CustomerId(row.getString("customer_id")),
                row.getBoolean("livemode"),
                row.getBoolean("gone"),
                row.getInt("generation"));
    }

    @Override
    public boolean bind(CustomerBinding binding, Instant now) {
        boolean another = bindingOf(binding.customer(), binding.provider())
                .filter(had -> !had.tenant().equals(binding.tenant()))
                .isPresent();
        if (another) return false;
        boolean known = write(
                        "update {schema}.customers set customer_id = :customer, livemode = :livemode, gone = :gone,"
                                + " generation = :generation, updated_at = :now"
                                + " where tenant_id = :tenant and provider = :provider",
                        binding,
                        now)
                == 1;
        // The tenant is locked, so the one row in the way can only be the customer's, taken by another just now.
        return known
                || write(
                                "insert into {schema}.customers (tenant_id, provider, customer_id, livemode, gone,"
                                        + " generation, created_at, updated_at) values (:tenant, :provider, :customer,"
                                        + " :livemode, :gone, :generation, :now, :now) on conflict do nothing",
                                binding,
                                now)
                        == 1;
    }

    private int write(String statement, CustomerBinding binding, Instant now) {
        return handle.createUpdate(statement)
                .bind("tenant", binding.tenant().value())
                .bind("provider", binding.provider())
                .bind("customer", binding.customer().value())
                .bind("livemode", binding.livemode())
                .bind("gone", binding.gone())
                .bind("generation", binding.generation())
                .bind("now", Utc.of(now))
                .execute();
    }

    @Override
    public Optional<TrackedSubscription> subscription(SubscriptionId id) {
        return tracked.one(id);
    }

    @Override
    public void forget(SubscriptionId id) {
        MarkedRows.answered(List.of(id)).execute(handle);
        plan(id, Optional.empty());
        tracked.remove(id);
    }

    @Override
    public Map<SubscriptionId, TrackedSubscription> subscriptions(Collection<SubscriptionId> ids) {
        return tracked.all(ids);
    }

    @Override
    public Optional<SubscriptionOwner> ownerOf(SubscriptionId id) {
        return tracked.owner(id);
    }

    @Override
    public TrackedSubscription lockSubscription(SubscriptionId id, boolean livemode, Instant now) {
        return tracked.lock(id, livemode, now);
    }

    @Override
    public List<TrackedSubscription> lockSubscriptionsOf(TenantId tenant) {
        return tracked.lockOf(tenant);
    }

    @Override
    public List<TrackedSubscription> subscriptionsOf(TenantId tenant) {
        return tracked.of(tenant);
    }

    @Override
    public List<TrackedSubscription> subscriptionsOf(Collection<TenantId> tenants) {
        return tracked.of(tenants);
    }

    @Override
    public void save(TrackedSubscription subscription, Instant now) {
        tracked.save(subscription, now);
    }

    @Override
    public List<SubscriptionId> unownedOf(CustomerId customer, int limit) {
        return tracked.of(customer, " and tenant_id is null", limit);
    }

    @Override
    public List<SubscriptionId> subscriptionsOf(CustomerId customer, int limit) {
        return tracked.of(customer, "", limit);
    }

    @Override
    public Optional<PlannedChange> planned(SubscriptionId id) {
        return planned.of(id);
    }

    @Override
    public Set<SubscriptionId> plannedAmong(Collection<SubscriptionId> ids) {
        return planned.among(ids);
    }

    @Override
    public void plan(SubscriptionId id, Optional<PlannedChange> change) {
        planned.save(id, change);
    }

    @Override
    public Optional<StoredSubscription> current(TenantId tenant) {
        return current.of(tenant);
    }

    @Override
    public Map<TenantId, StoredSubscription> current(Collection<TenantId> tenants) {
        return current.of(tenants);
    }

    @Override
    public void saveCurrent(StoredSubscription derived, Instant now) {
        current.save(derived, now);
    }

    @Override
    public List<Derived> derivedByAnotherCatalog(String catalogHash, Optional<Derived> after, int limit) {
        return current.derivedByAnotherCatalog(catalogHash, after, limit);
    }
}
