package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.InstantSource;
import java.util.Optional;

/** Says what a tenant pays with each renewal, as far as the catalogue tells. Never asks the provider. */
public final class ShowRecurring {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;
    private final InstantSource clock;

    ShowRecurring(Transactions transactions, PlanCatalog catalog, Bookkeeping books, InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.books = books;
        this.clock = clock;
    }

    /** Absent without a subscription, and where it has a price that the catalogue does not sell now. */
    public Optional<Money> of(TenantId tenant) {
        return transactions.run(tx ->
                books.account(tenant, tx.accounts().subscriptionsOf(tenant)).recurring(catalog, clock.instant()));
    }
}
