package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.TenantDrift;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.Accounts.Derived;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Derives again what tenants have, after the catalogue changed: a price that was added heals what was bought before. */
public final class Rederive {
    /** Tenants derived in one round of work. */
    static final int BATCH = 100;

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;
    private final InstantSource clock;

    /** Where to go on: behind the last page in which one failed; absent while none did, since those that are derived leave the list. */
    private volatile Optional<Derived> passed = Optional.empty();

    Rederive(Transactions transactions, PlanCatalog catalog, Bookkeeping books, InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.books = books;
        this.clock = clock;
    }

    /** Whether what another catalogue derived is for the nodes to derive again, and not for who asks here. */
    boolean isForNodes() {
        return books.besideNodes();
    }

    /** Derives one tenant again. */
    public void tenant(TenantId tenant) {
        Instant now = clock.instant();
        transactions.run(tx -> books.derive(
                tx, books.hold(tx, tenant, now), "the catalogue changed", Bookkeeping.Cause.by(Actor.CATALOG, now)));
    }

    /**
     * Looks, with the tenant held, whether it has what its subscriptions amount to; derives it again if asked to, unless that would
     * take what another catalogue gave for a price that this one does not know, or is left to the nodes, which fetch it first.
     */
    List<Drift> compare(TenantId tenant, boolean mend) {
        Instant now = clock.instant();
        return transactions.run(tx -> {
            Bookkeeping.Held held = books.hold(tx, tenant, now);
            List<Drift> drift = drift(held.account(), tx.accounts().current(tenant));
            if (!mend || drift.stream().noneMatch(one -> one.remedy() == Drift.Remedy.DERIVE)) return drift;
            books.derive(tx, held, "derived again by a sweep", Bookkeeping.Cause.by(Actor.SWEEP, now));
            return books.isLeftToNodes(tx, held.account())
                    ? drift.stream().map(Rederive::fetchedFirst).toList()
                    : drift;
        });
    }

    private static Drift fetchedFirst(Drift one) {
        if (one.remedy() != Drift.Remedy.DERIVE) return one;
        return new Drift(
                one.kind(),
                one.tenant(),
                one.subscription(),
                one.customer(),
                one.here(),
                one.there(),
                Drift.Remedy.FETCH,
                one.reason());
    }

    /** Those of these tenants that seem not to have what their subscriptions amount to, read without holding them. */
    List<TenantId> suspects(List<TenantId> tenants) {
        return transactions.run(tx -> {
            Map<TenantId, List<TrackedSubscription>> subscriptions = tx.accounts().subscriptionsOf(tenants).stream()
                    .collect(Collectors.groupingBy(one -> one.tenant().orElseThrow()));
            Map<TenantId, StoredSubscription> stored = tx.accounts().current(tenants);
            return tenants.stream()
                    .filter(tenant -> !drift(
                                    books.account(tenant, subscriptions.getOrDefault(tenant, List.of())),
                                    Optional.ofNullable(stored.get(tenant)))
                            .isEmpty())
                    .toList();
        });
    }

    private List<Drift> drift(BillingAccount account, Optional<StoredSubscription> stored) {
        boolean elsewhere =
                stored.filter(one -> !one.catalogHash().equals(catalog.hash())).isPresent();
        return TenantDrift.of(account, stored.map(StoredSubscription::current), elsewhere, catalog);
    }

    /**
     * Derives some of those that another catalogue was used for. Returns how many. Those that fail hold up none behind them: they
     * are tried again once all others were.
     *
     * @throws RuntimeException the first fault with one of them, once all the others are done
     */
    public int some() {
        List<Derived> stale =
                transactions.run(tx -> tx.accounts().derivedByAnotherCatalog(catalog.hash(), passed, BATCH));
        FaultIsolation each = new FaultIsolation();
        int derived = 0;
        for (Derived one : stale)
            derived += each.count(() -> {
                tenant(one.tenant());
                return 1;
            });
        if (stale.isEmpty()) passed = Optional.empty();
        else if (derived < stale.size()) passed = Optional.of(stale.get(stale.size() - 1));
        each.end();
        return derived;
    }
}
