package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.util.Optional;

/** Says what a tenant pays with each renewal, as far as the catalogue tells. Never asks the provider. */
public final class ShowRecurring {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;

    ShowRecurring(Transactions transactions, PlanCatalog catalog, Bookkeeping books) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.books = books;
    }

    /** Absent without a subscription, and where it has a price that the catalogue does not sell now. */
    public Optional<Money> of(TenantId tenant) {
        return transactions.run(tx ->
                books.account(tenant, tx.accounts().subscriptionsOf(tenant)).recurring(catalog));
    }
}
