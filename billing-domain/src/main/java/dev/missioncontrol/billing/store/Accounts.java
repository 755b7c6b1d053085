package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Tenants, their customers and their subscriptions. */
public interface Accounts {
    /**
     * Makes the tenant if it is new, and holds its row until the transaction ends: whoever recomputes what a tenant has
     * calls this before reading anything of it.
     *
     * @param pseudonym what the audit calls it, should it be new
     */
    TenantRecord lockTenant(TenantId tenant, String pseudonym, Instant now);

    /**
     * As {@link #lockTenant} for each, in the order of their ids, so that no two transactions wait for each other. Whoever
     * goes on to lock one that comes before one of these may be refused with a {@link StoreException} that says conflict.
     *
     * @param pseudonyms by tenant
     */
    default void lockTenants(SortedMap<TenantId, String> pseudonyms, Instant now) {
        pseudonyms.forEach((tenant, pseudonym) -> lockTenant(tenant, pseudonym, now));
    }

    /** A tenant's row, not held; absent if it was never seen. */
    Optional<TenantRecord> tenant(TenantId tenant);

    /** The tenant's customer at this provider. */
    Optional<CustomerBinding> customerOf(TenantId tenant, String provider);

    /** The binding of this customer, whoever's it is. */
    Optional<CustomerBinding> bindingOf(CustomerId customer, String provider);

    /**
     * Writes the tenant's binding at its provider, the only one: call with the tenant locked. A customer that it was bound
     * to before is nobody's then.
     *
     * @return false if the customer is another tenant's; nothing is written then
     */
    boolean bind(CustomerBinding binding, Instant now);

    /** A subscription as last written, not held. */
    Optional<TrackedSubscription> subscription(SubscriptionId id);

    /** The same of several, by id; those that are unknown are left out. */
    default Map<SubscriptionId, TrackedSubscription> subscriptions(Collection<SubscriptionId> ids) {
        Map<SubscriptionId, TrackedSubscription> all = new HashMap<>();
        ids.forEach(id -> subscription(id).ifPresent(one -> all.put(id, one)));
        return all;
    }

    /** Whose a subscription is, not held: the same as {@link #subscription} says, for less. */
    default Optional<SubscriptionOwner> ownerOf(SubscriptionId id) {
        return subscription(id).map(SubscriptionOwner::of);
    }

    /** A subscription, made unknown and nobody's where it is new, and held until the transaction ends. */
    TrackedSubscription lockSubscription(SubscriptionId id, boolean livemode, Instant now);

    /** A tenant's subscriptions, held in the order of their ids: call with the tenant locked. */
    List<TrackedSubscription> lockSubscriptionsOf(TenantId tenant);

    /** A tenant's subscriptions as last written, not held, by id. */
    List<TrackedSubscription> subscriptionsOf(TenantId tenant);

    /** Those of several tenants, in no order. */
    default List<TrackedSubscription> subscriptionsOf(Collection<TenantId> tenants) {
        return tenants.stream().flatMap(one -> subscriptionsOf(one).stream()).toList();
    }

    /**
     * Writes a held subscription; its lease, its due time and what sweeps saw of it stay as they are.
     *
     * @throws IllegalStateException if it was never held
     */
    void save(TrackedSubscription subscription, Instant now);

    /**
     * Removes a held subscription that is nobody's, with its mark and what is planned: it turned out to be none of this installation's.
     *
     * @throws IllegalStateException if it is a tenant's, or not there
     */
    void forget(SubscriptionId subscription);

    /** Subscriptions that are nobody's, of this customer, at most {@code limit}, by id; quarantined ones too. The customer is the newest snapshot's. */
    List<SubscriptionId> unownedOf(CustomerId customer, int limit);

    /** Subscriptions of this customer, whoever's they are, at most {@code limit}, by id among those. */
    List<SubscriptionId> subscriptionsOf(CustomerId customer, int limit);

    /** What a subscription was going to become when that was last known; absent for an unknown one too. */
    Optional<PlannedChange> planned(SubscriptionId id);

    /** Those of these of which something is remembered that they are going to become. */
    default Set<SubscriptionId> plannedAmong(Collection<SubscriptionId> ids) {
        return ids.stream().filter(id -> planned(id).isPresent()).collect(Collectors.toSet());
    }

    /** Remembers what a subscription is going to become, or that it stays: call with it held. Nothing for an unknown one. */
    void plan(SubscriptionId id, Optional<PlannedChange> planned);

    /** What the tenant had when it was last derived; absent if it never had anything. */
    Optional<StoredSubscription> current(TenantId tenant);

    /** The same of several; those that never had anything are left out. */
    default Map<TenantId, StoredSubscription> current(Collection<TenantId> tenants) {
        Map<TenantId, StoredSubscription> all = new HashMap<>();
        tenants.forEach(tenant -> current(tenant).ifPresent(one -> all.put(tenant, one)));
        return all;
    }

    /** Writes what the tenant has: call with the tenant locked. */
    void saveCurrent(StoredSubscription current, Instant now);

    /**
     * Tenants whose stored plan was derived by another catalogue than this, at most {@code limit}, by that catalogue and then by id;
     * none that is being erased, since nothing is derived for those any more.
     *
     * @param after the last one of the page before, whether it is still among them or not
     */
    List<Derived> derivedByAnotherCatalog(String catalogHash, Optional<Derived> after, int limit);

    /**
     * By which catalogue a tenant's stored plan was derived.
     *
     * @param catalogHash that of the catalogue
     * @param tenant whose plan
     */
    record Derived(String catalogHash, TenantId tenant) implements Comparable<Derived> {
        private static final Comparator<Derived> ORDER =
                Comparator.comparing(Derived::catalogHash).thenComparing(Derived::tenant);

        @Override
        public int compareTo(Derived other) {
            return ORDER.compare(this, other);
        }
    }
}
