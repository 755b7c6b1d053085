package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.SubscriptionRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks up what a tenant has once what it has now is over: the provider's word that something has ended comes later than its end, and
 * who has another subscription beside it must not be without a plan for as long.
 */
final class Successors {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;

    Successors(Transactions transactions, PlanCatalog catalog, Bookkeeping books) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.books = books;
    }

    /**
     * What a tenant has at some time.
     *
     * @param current what it has
     * @param planned what that becomes later, as last known
     */
    record Held(CurrentSubscription current, Optional<PlannedChange> planned) {
        /** Whether that is over at this moment. */
        boolean over(Instant now) {
            return current.over(now);
        }
    }

    /** What it has now, and then, as far as its rows can be read: each while those before it are over. */
    List<Held> of(TenantId tenant) {
        return transactions.run(tenant, tx -> of(tx, tenant));
    }

    private List<Held> of(BillingTransaction tx, TenantId tenant) {
        List<TrackedSubscription> readable = tx.listings().subscriptionsOf(tenant).stream()
                .filter(SubscriptionRow.Readable.class::isInstance)
                .map(row -> ((SubscriptionRow.Readable) row).subscription())
                .toList();
        return books.account(tenant, readable).successive(catalog).stream()
                .map(one -> new Held(one, one.subscription().flatMap(tx.accounts()::planned)))
                .toList();
    }
}
