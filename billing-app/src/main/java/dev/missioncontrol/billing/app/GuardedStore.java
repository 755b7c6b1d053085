package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store that is away for everybody for as long as somebody waits for what it needs. */
final class GuardedStore implements BillingStore {
    private final BillingStore store;
    private final Supplier<Optional<StoreAccess.Waiting>> waiting;

    GuardedStore(BillingStore store, Supplier<Optional<StoreAccess.Waiting>> waiting) {
        this.store = store;
        this.waiting = waiting;
    }

    private BillingStore reached() {
        Optional<StoreAccess.Waiting> what = waiting.get();
        if (what.isPresent())
            throw StoreException.unavailable("no work has begun: " + what.get().why());
        return store;
    }

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        return reached().inTransaction(work);
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<BillingTransaction, T> work) {
        return reached().inTransaction(tenant, work);
    }

    @Override
    public <T> T inTransaction(Expected expected, Function<BillingTransaction, T> work) {
        return reached().inTransaction(expected, work);
    }

    @Override
    public Optional<Standing> standing(TenantId tenant) {
        return reached().standing(tenant);
    }

    @Override
    public Map<TenantId, Standing> standings(Set<TenantId> tenants) {
        return reached().standings(tenants);
    }

    @Override
    public boolean readsTogether() {
        return store.readsTogether();
    }

    @Override
    public void follow(InstantSource clock) {
        store.follow(clock);
    }
}
