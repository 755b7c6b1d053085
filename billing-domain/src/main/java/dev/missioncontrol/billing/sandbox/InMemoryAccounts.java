package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link Accounts} in memory. Nothing needs to be held: one transaction runs at a time. */
final class InMemoryAccounts implements Accounts {
    private record Place(TenantId tenant, String provider) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::tenant).thenComparing(Place::provider);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record Name(String provider, CustomerId customer) {}

    private final InMemoryTenants tenants;
    private final InMemoryTable<Place, CustomerBinding> customers;
    private final InMemoryIndex<Name, Place, CustomerBinding> byName;
    private final InMemorySubscriptions subscriptions;
    private final InMemoryTable<TenantId, StoredSubscription> current;
    private final InMemoryTable<SubscriptionId, PlannedChange> planned;

    private final InMemoryClock clock;

    InMemoryAccounts(
            InMemoryTenants tenants, InMemorySubscriptions subscriptions, InMemoryClock clock, InMemoryUndo undo) {
        this.tenants = tenants;
        this.subscriptions = subscriptions;
        this.clock = clock;
        customers = new InMemoryTable<>(undo);
        byName = customers.indexBy(one -> Optional.of(new Name(one.provider(), one.customer())));
        current = new InMemoryTable<>(undo);
        planned = new InMemoryTable<>(undo);
    }

    @Override
    public TenantRecord lockTenant(TenantId tenant, String pseudonym, Instant now) {
        return tenants.getOrMake(tenant, pseudonym, now);
    }

    @Override
    public Optional<TenantRecord> tenant(TenantId tenant) {
        return tenants.get(tenant);
    }

    @Override
    public Optional<CustomerBinding> customerOf(TenantId tenant, String provider) {
        return customers.get(new Place(tenant, provider));
    }

    @Override
    public Optional<CustomerBinding> bindingOf(CustomerId customer, String provider) {
        return customers.rows(byName.keys(new Name(provider, customer))).findFirst();
    }

    @Override
    public boolean bind(CustomerBinding binding, Instant now) {
        tenants.require(binding.tenant());
        Optional<CustomerBinding> had = bindingOf(binding.customer(), binding.provider());
        if (had.filter(one -> !one.tenant().equals(binding.tenant())).isPresent()) return false;
        customers.put(new Place(binding.tenant(), binding.provider()), binding);
        return true;
    }

    @Override
    public Optional<TrackedSubscription> subscription(SubscriptionId id) {
        return subscriptions.table.get(id).map(InMemoryTracked::value);
    }

    @Override
    public TrackedSubscription lockSubscription(SubscriptionId id, boolean livemode, Instant now) {
        return subscription(id).orElseGet(() -> {
            TrackedSubscription unknown = TrackedSubscription.unknown(id, livemode);
            subscriptions.table.put(id, InMemoryTracked.of(unknown));
            return unknown;
        });
    }

    @Override
    public List<TrackedSubscription> lockSubscriptionsOf(TenantId tenant) {
        return subscriptionsOf(tenant);
    }

    @Override
    public List<TrackedSubscription> subscriptionsOf(TenantId tenant) {
        return subscriptions
                .table
                .rows(subscriptions.byTenant.keys(tenant))
                .map(InMemoryTracked::value)
                .toList();
    }

    @Override
    public void save(TrackedSubscription subscription, Instant now) {
        subscription.tenant().ifPresent(tenants::require);
        InMemoryTracked had = subscriptions.table.row(subscription.id());
        subscriptions.table.put(subscription.id(), had.with(subscription, clock.nowOr(now)));
    }

    @Override
    public List<SubscriptionId> unownedOf(CustomerId customer, int limit) {
        return subscriptions.byCustomer.keys(customer).stream()
                .filter(id -> subscriptions.table.row(id).unowned())
                .limit(limit)
                .toList();
    }

    @Override
    public List<SubscriptionId> subscriptionsOf(CustomerId customer, int limit) {
        return subscriptions.byCustomer.keys(customer).stream().limit(limit).toList();
    }

    @Override
    public Optional<PlannedChange> planned(SubscriptionId id) {
        return planned.get(id);
    }

    @Override
    public void plan(SubscriptionId id, Optional<PlannedChange> change) {
        if (subscriptions.table.get(id).isEmpty()) return;
        change.ifPresentOrElse(next -> planned.put(id, next), () -> planned.remove(id));
    }

    @Override
    public Optional<StoredSubscription> current(TenantId tenant) {
        return current.get(tenant);
    }

    /** What tenants have, by tenant, after this one. */
    List<StoredSubscription> currentAfter(Optional<TenantId> after, int limit) {
        return current.all().stream()
                .filter(one -> after.isEmpty() || one.tenant().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(StoredSubscription::tenant))
                .limit(limit)
                .toList();
    }

    @Override
    public void saveCurrent(StoredSubscription derived, Instant now) {
        tenants.require(derived.tenant());
        current.put(derived.tenant(), derived);
    }

    @Override
    public void forget(SubscriptionId id) {
        boolean nobodys = subscriptions
                .table
                .get(id)
                .filter(row -> row.value().tenant().isEmpty())
                .isPresent();
        if (!nobodys) throw new IllegalStateException("not a subscription that is nobody's: " + id);
        subscriptions.table.remove(id);
        planned.remove(id);
    }

    List<CustomerBinding> customersOf(TenantId tenant) {
        return customers.all().stream()
                .filter(one -> one.tenant().equals(tenant))
                .toList();
    }

    void remove(TenantId tenant) {
        customersOf(tenant).forEach(one -> customers.remove(new Place(tenant, one.provider())));
        current.remove(tenant);
    }

    @Override
    public List<Derived> derivedByAnotherCatalog(String catalogHash, Optional<Derived> after, int limit) {
        return current.all().stream()
                .filter(one -> !one.catalogHash().equals(catalogHash))
                .map(one -> new Derived(one.catalogHash(), one.tenant()))
                .filter(one ->
                        tenants.get(one.tenant()).flatMap(TenantRecord::deleted).isEmpty())
                .filter(one -> after.isEmpty() || one.compareTo(after.get()) > 0)
                .sorted()
                .limit(limit)
                .toList();
    }
}
