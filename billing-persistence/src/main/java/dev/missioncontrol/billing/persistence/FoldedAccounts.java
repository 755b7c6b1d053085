package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** {@link Accounts} that answers from what was read at once, and writes at the end. */
final class FoldedAccounts implements Accounts {
    private final Handle handle;
    private final Pipeline pipeline;
    private final Accounts plain;
    private final Runnable flushAll;
    private final Runnable askAgain;
    private final FoldedSubscriptions subscriptions;
    private final FoldedCustomers customers;
    private final TransactionCache<PlannedChange> plans;
    private final TreeMap<TenantId, TenantRecord> asStored = new TreeMap<>();
    private final Map<TenantId, TenantRecord> asMoved = new HashMap<>();
    private final Set<TenantId> together = new HashSet<>();
    private final Set<TenantId> madeForNothing = new HashSet<>();
    private final FoldedCurrent current;

    /** @param askAgain for what was read before its tenants were held */
    FoldedAccounts(
            Handle handle, Pipeline pipeline, Accounts plain, Expected expected, Runnable flushAll, Runnable askAgain) {
        this.handle = handle;
        this.pipeline = pipeline;
        this.plain = plain;
        this.flushAll = flushAll;
        this.askAgain = askAgain;
        current = new FoldedCurrent(pipeline);
        subscriptions = new FoldedSubscriptions(handle, pipeline, expected.subscriptions());
        customers = new FoldedCustomers(pipeline, plain, expected.provider(), expected.customers());
        plans = new TransactionCache<>(subscriptions, (of, then) -> {
            pipeline.ask(
                    PlannedRows.ofAll(of),
                    PlannedRows.Of::row,
                    found -> then.accept(found.stream()
                            .map(one -> Map.entry(one.id(), one.planned()))
                            .toList()));
            pipeline.send();
        });
    }

    /** A tenant that this transaction holds, as its journal has moved it. */
    Optional<TenantRecord> held(TenantId tenant) {
        return Optional.ofNullable(asMoved.get(tenant));
    }

    void move(TenantRecord moved) {
        asMoved.put(moved.id(), moved);
    }

    FoldedSubscriptions tracked() {
        return subscriptions;
    }

    @Override
    public TenantRecord lockTenant(TenantId tenant, String pseudonym, Instant now) {
        madeForNothing.remove(tenant);
        TenantRecord known = asMoved.get(tenant);
        if (known != null) return known;
        if (!together.isEmpty() && tenant.compareTo(asStored.lastKey()) < 0)
            throw StoreException.conflict("a tenant out of order");
        TenantRecord record = plain.lockTenant(tenant, pseudonym, now);
        hold(record);
        askAgain.run();
        pipeline.send();
        return record;
    }

    private void hold(TenantRecord record) {
        asStored.put(record.id(), record);
        asMoved.put(record.id(), record);
    }

    /**
     * {@inheritDoc} Tenants, what is theirs and what they have, in one go: whatever is asked for behind a tenant's row is read once that is
     * held. Only where one may have to be made first does the rest wait for it, so that rows are taken in one order.
     */
    @Override
    public void lockTenants(SortedMap<TenantId, String> pseudonyms, Instant now) {
        Set<TenantId> there = new HashSet<>(subscriptions.tenants());
        there.addAll(customers.tenants());
        if (!pseudonyms.isEmpty())
            pipeline.ask(
                    TenantRows.locked(pseudonyms.keySet()), TenantRows::record, found -> found.forEach(this::hold));
        if (!there.containsAll(pseudonyms.keySet())) makeMissing(pseudonyms, now);
        together.addAll(pseudonyms.keySet());
        subscriptions.askTogether(together);
        if (!together.isEmpty()) {
            customers.askOf(together);
            current.askOf(together);
            askAgain.run();
        }
        makeMissing(pseudonyms, now);
    }

    /** New ones come after those that were there, in the same order. One that another makes just now is a conflict. */
    private void makeMissing(SortedMap<TenantId, String> pseudonyms, Instant now) {
        pipeline.send();
        SortedMap<TenantId, String> missing = new TreeMap<>(pseudonyms);
        missing.keySet().removeAll(asStored.keySet());
        if (missing.isEmpty()) return;
        pipeline.write(
                TenantRows.insertion(missing, now), made -> Written.allUnlessRaced(made, missing.size(), "a tenant"));
        // As the database keeps them, to the microsecond.
        pipeline.ask(TenantRows.all(missing.keySet()), TenantRows::record, found -> found.forEach(this::hold));
        pipeline.send();
        madeForNothing.addAll(missing.keySet());
    }

    @Override
    public Optional<TenantRecord> tenant(TenantId tenant) {
        Optional<TenantRecord> known = held(tenant);
        return known.isPresent() ? known : plain.tenant(tenant);
    }

    @Override
    public Optional<CustomerBinding> customerOf(TenantId tenant, String provider) {
        return customers.of(tenant, provider);
    }

    @Override
    public Optional<CustomerBinding> bindingOf(CustomerId customer, String provider) {
        return customers.of(customer, provider);
    }

    @Override
    public boolean bind(CustomerBinding binding, Instant now) {
        customers.forget();
        return plain.bind(binding, now);
    }

    @Override
    public Optional<TrackedSubscription> subscription(SubscriptionId id) {
        return subscriptions.one(id);
    }

    @Override
    public Map<SubscriptionId, TrackedSubscription> subscriptions(Collection<SubscriptionId> ids) {
        return subscriptions.all(ids);
    }

    @Override
    public Optional<SubscriptionOwner> ownerOf(SubscriptionId id) {
        return subscriptions.ownerOf(id);
    }

    @Override
    public TrackedSubscription lockSubscription(SubscriptionId id, boolean livemode, Instant now) {
        return subscriptions.lock(id, livemode, now);
    }

    @Override
    public List<TrackedSubscription> lockSubscriptionsOf(TenantId tenant) {
        return together.contains(tenant) ? subscriptions.of(tenant) : subscriptions.lockOf(tenant);
    }

    @Override
    public List<TrackedSubscription> subscriptionsOf(TenantId tenant) {
        return written().subscriptionsOf(tenant);
    }

    @Override
    public List<TrackedSubscription> subscriptionsOf(Collection<TenantId> tenants) {
        return written().subscriptionsOf(tenants);
    }

    @Override
    public void save(TrackedSubscription subscription, Instant now) {
        subscriptions.save(subscription, now);
    }

    @Override
    public void forget(SubscriptionId id) {
        written().forget(id);
        subscriptions.forget(id);
    }

    @Override
    public List<SubscriptionId> unownedOf(CustomerId customer, int limit) {
        return written().unownedOf(customer, limit);
    }

    @Override
    public List<SubscriptionId> subscriptionsOf(CustomerId customer, int limit) {
        return written().subscriptionsOf(customer, limit);
    }

    @Override
    public Optional<PlannedChange> planned(SubscriptionId id) {
        return plans.knows(id) ? plans.of(id) : written().planned(id);
    }

    @Override
    public Set<SubscriptionId> plannedAmong(Collection<SubscriptionId> ids) {
        return written().plannedAmong(ids);
    }

    @Override
    public void plan(SubscriptionId id, Optional<PlannedChange> planned) {
        written().plan(id, planned);
        plans.is(id, planned);
    }

    @Override
    public Optional<StoredSubscription> current(TenantId tenant) {
        return current.knows(tenant) ? current.of(tenant) : plain.current(tenant);
    }

    @Override
    public Map<TenantId, StoredSubscription> current(Collection<TenantId> tenants) {
        return written().current(tenants);
    }

    @Override
    public void saveCurrent(StoredSubscription derived, Instant now) {
        if (!current.knows(derived.tenant())) {
            plain.saveCurrent(derived, now);
            return;
        }
        if (current.waitsOfAnotherMoment(now)) flush();
        current.save(derived, now);
    }

    @Override
    public List<Derived> derivedByAnotherCatalog(String catalogHash, Optional<Derived> after, int limit) {
        return written().derivedByAnotherCatalog(catalogHash, after, limit);
    }

    private Accounts written() {
        flushAll.run();
        return plain;
    }

    /** Whose an event seemed to be may have changed by those before it: such a tenant was not made by any decision. */
    void end() {
        new TenantRows(handle).unmake(madeForNothing);
    }

    private void flush() {
        write();
        pipeline.send();
    }

    /** Brings what waits to be written. */
    void write() {
        subscriptions.write();
        current.write();
        List<JdbiJournal.Move> moves = new ArrayList<>();
        asStored.forEach((tenant, record) -> {
            TenantRecord moved = asMoved.get(tenant);
            if (!moved.equals(record)) moves.add(new JdbiJournal.Move(record, moved));
        });
        if (moves.isEmpty()) return;
        pipeline.write(
                JdbiJournal.moving(moves),
                moved -> Written.all(moved, moves.size(), "the next rows of the tenants' chains"));
        moves.forEach(one -> hold(one.has()));
    }
}
