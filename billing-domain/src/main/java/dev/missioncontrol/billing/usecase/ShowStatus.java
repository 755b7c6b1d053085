package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Entitlements;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Instant;
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
        Known known = transactions.run(tx -> known(tx, tenant));
        if (known.stored()
                .filter(one -> !one.catalogHash().equals(catalog.hash()))
                .isPresent()) {
            rederive.tenant(tenant);
            known = transactions.run(tx -> known(tx, tenant));
        }
        CurrentSubscription current =
                known.stored().map(StoredSubscription::current).orElseGet(() -> CurrentSubscription.none(catalog));
        Instant now = clock.instant();
        // What should have come by now waits for the provider to say that it did.
        Optional<Planned> planned = known.planned()
                .filter(change -> current.live() && change.at().isAfter(now))
                .flatMap(change -> Planned.of(change, catalog));
        return new TenantStatus(current, policy.access(current, now), planned);
    }

    private record Known(Optional<StoredSubscription> stored, Optional<PlannedChange> planned) {}

    private static Known known(BillingTransaction tx, TenantId tenant) {
        Optional<StoredSubscription> stored = tx.accounts().current(tenant);
        return new Known(
                stored, stored.flatMap(one -> one.current().subscription()).flatMap(tx.accounts()::planned));
    }

    /** What the tenant may use. */
    public Entitlements entitlements(TenantId tenant) {
        TenantStatus status = status(tenant);
        return Entitlements.of(status.current(), status.access(), catalog);
    }
}
