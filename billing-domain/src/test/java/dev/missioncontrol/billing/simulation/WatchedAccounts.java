package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The accounts, with the mistakes that a planted fault makes in them. */
final class WatchedAccounts implements Accounts {
    private final Watch watch;
    private final Accounts target;

    WatchedAccounts(Watch watch, Accounts target) {
        this.watch = watch;
        this.target = target;
    }

    private boolean has(Fault fault) {
        return watch.world.has(fault);
    }

    @Override
    public Optional<TrackedSubscription> subscription(SubscriptionId id) {
        return target.subscription(id).map(this::movedByMetadata);
    }

    @Override
    public TrackedSubscription lockSubscription(SubscriptionId id, boolean livemode, Instant now) {
        TrackedSubscription held = movedByMetadata(target.lockSubscription(id, livemode, now));
        Claim claim = watch.node.claims.get(id);
        boolean blind = has(Fault.NEITHER_FENCE_NOR_ROW_VERSION) && watch.writes.isPresent() && claim != null;
        return blind ? Edited.rowVersion(held, claim.rowVersion()) : held;
    }

    private TrackedSubscription movedByMetadata(TrackedSubscription held) {
        if (!has(Fault.METADATA_OVER_BINDING) || watch.taken.isEmpty()) return held;
        ProviderEvent event = watch.world.network.byId.get(watch.taken.get());
        if (!(event.content() instanceof EventContent.OfSubscription own)
                || !own.snapshot().id().equals(held.id())) return held;
        return own.snapshot()
                .metadata()
                .tenant()
                .map(TenantId::new)
                .map(held::boundTo)
                .orElse(held);
    }

    @Override
    public List<TrackedSubscription> lockSubscriptionsOf(TenantId tenant) {
        List<TrackedSubscription> now = target.lockSubscriptionsOf(tenant);
        boolean stale = has(Fault.WRITE_WITHOUT_TENANT_LOCK) && watch.writes.isPresent();
        return stale ? watch.world.readBeforeTheFetch.getOrDefault(tenant, now) : now;
    }

    @Override
    public void save(TrackedSubscription subscription, Instant now) {
        target.save(faulty(subscription), now);
    }

    @Override
    public void forget(SubscriptionId subscription) {
        target.forget(subscription);
    }

    private TrackedSubscription faulty(TrackedSubscription next) {
        Optional<TrackedSubscription> had = target.subscription(next.id());
        if (had.isEmpty()) return next;
        boolean intake = watch.taken.isPresent();
        boolean marked = next.dirty() > had.get().dirty();
        boolean written = next.rowVersion() > had.get().rowVersion();
        if (written && watch.writes.filter(next.id()::equals).isPresent()) watch.wrote = true;
        if (has(Fault.DIRTY_CLEARED_BY_FETCH) && next.synced() > had.get().synced()) return Edited.synced(next);
        if (has(Fault.PAYLOAD_WITHOUT_ROW_VERSION) && intake && written)
            return Edited.rowVersion(next, had.get().rowVersion());
        if (has(Fault.ROW_VERSION_BUMPED_BY_MARK) && marked && !written)
            return Edited.rowVersion(next, next.rowVersion() + 1);
        if (has(Fault.BASIS_MOVED_BY_INVOICE) && intake && marked && !written) return byInvoice(next);
        if (has(Fault.TERMINAL_REVIVED) && intake && had.get().ended()) return revived(next);
        return next;
    }

    private TrackedSubscription byInvoice(TrackedSubscription next) {
        ProviderEvent event = watch.world.network.byId.get(watch.taken.orElseThrow());
        boolean newer = next.basis().filter(event.created()::isAfter).isPresent();
        return event.content() instanceof EventContent.OfInvoice && newer ? Edited.basis(next, event.created()) : next;
    }

    private TrackedSubscription revived(TrackedSubscription next) {
        ProviderEvent event = watch.world.network.byId.get(watch.taken.orElseThrow());
        return event.content() instanceof EventContent.OfSubscription own
                ? Edited.snapshot(next, own.snapshot())
                : next;
    }

    @Override
    public List<SubscriptionId> unownedOf(CustomerId customer, int limit) {
        return has(Fault.UNBOUND_NEVER_TRIED_AGAIN) ? List.of() : target.unownedOf(customer, limit);
    }

    @Override
    public List<Derived> derivedByAnotherCatalog(String catalogHash, Optional<Derived> after, int limit) {
        return has(Fault.PLAN_STORED_INSTEAD_OF_DERIVED)
                ? List.of()
                : target.derivedByAnotherCatalog(catalogHash, after, limit);
    }

    @Override
    public TenantRecord lockTenant(TenantId tenant, String pseudonym, Instant now) {
        return target.lockTenant(tenant, pseudonym, now);
    }

    @Override
    public Optional<TenantRecord> tenant(TenantId tenant) {
        return target.tenant(tenant);
    }

    @Override
    public Optional<CustomerBinding> customerOf(TenantId tenant, String provider) {
        return target.customerOf(tenant, provider);
    }

    @Override
    public Optional<CustomerBinding> bindingOf(CustomerId customer, String provider) {
        return target.bindingOf(customer, provider);
    }

    @Override
    public boolean bind(CustomerBinding binding, Instant now) {
        return target.bind(binding, now);
    }

    @Override
    public List<TrackedSubscription> subscriptionsOf(TenantId tenant) {
        return target.subscriptionsOf(tenant);
    }

    @Override
    public List<SubscriptionId> subscriptionsOf(CustomerId customer, int limit) {
        return target.subscriptionsOf(customer, limit);
    }

    @Override
    public Optional<PlannedChange> planned(SubscriptionId id) {
        return target.planned(id);
    }

    @Override
    public void plan(SubscriptionId id, Optional<PlannedChange> planned) {
        target.plan(id, planned);
    }

    @Override
    public Optional<StoredSubscription> current(TenantId tenant) {
        Optional<StoredSubscription> stored = target.current(tenant);
        return has(Fault.PLAN_STORED_INSTEAD_OF_DERIVED) ? stored.map(this::asIfDerivedToday) : stored;
    }

    private StoredSubscription asIfDerivedToday(StoredSubscription one) {
        return new StoredSubscription(one.tenant(), one.customer(), one.current(), watch.world.catalog.hash());
    }

    @Override
    public void saveCurrent(StoredSubscription current, Instant now) {
        target.saveCurrent(current, now);
    }
}
