package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Entitlements;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.InstantSource;
import java.util.Optional;

/** Says what a tenant has now. Never asks the provider. */
public final class ShowStatus {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final AccessPolicy policy;
    private final Rederive rederive;
    private final InstantSource clock;

    ShowStatus(
            Transactions transactions,
            PlanCatalog catalog,
            AccessPolicy policy,
            Rederive rederive,
            InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.policy = policy;
        this.rederive = rederive;
        this.clock = clock;
    }

    /** What the tenant has; one that was never seen has the free plan. */
    public TenantStatus status(TenantId tenant) {
        Optional<StoredSubscription> stored =
                transactions.run(tx -> tx.accounts().current(tenant));
        if (stored.isPresent() && !stored.get().catalogHash().equals(catalog.hash())) {
            rederive.tenant(tenant);
            stored = transactions.run(tx -> tx.accounts().current(tenant));
        }
        CurrentSubscription current =
                stored.map(StoredSubscription::current).orElseGet(() -> CurrentSubscription.none(catalog));
        return new TenantStatus(current, policy.access(current, clock.instant()));
    }

    /** What the tenant may use. */
    public Entitlements entitlements(TenantId tenant) {
        TenantStatus status = status(tenant);
        return Entitlements.of(status.current(), status.access(), catalog);
    }
}
