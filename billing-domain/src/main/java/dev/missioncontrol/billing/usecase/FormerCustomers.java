package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.AuditRow;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Customers that a tenant was bound to, by its audit: a binding forgets the one before, and erasing forgets the last. */
final class FormerCustomers {
    /** Rows read at once. */
    static final int ROWS_A_PAGE = 500;

    private final Transactions transactions;
    private final PaymentProvider provider;

    FormerCustomers(Transactions transactions, PaymentProvider provider) {
        this.transactions = transactions;
        this.provider = provider;
    }

    /**
     * Those that the provider has and did not delete, by id; none that is another tenant's by now.
     *
     * @param last the one that need not be asked for: it was deleted just now
     */
    List<CustomerId> leftOf(TenantId tenant, Optional<CustomerId> last, Throttle throttle) {
        return boundOnce(tenant).stream()
                .filter(one -> last.filter(one::equals).isEmpty())
                .filter(one -> !isOthers(one, tenant))
                .filter(one -> stays(one, throttle))
                .toList();
    }

    /** Whether the audit names any, and the provider deleted all of them that are not another tenant's by now. */
    boolean deleted(TenantId tenant, Throttle throttle) {
        SortedSet<CustomerId> all = boundOnce(tenant);
        return !all.isEmpty()
                && all.stream().filter(one -> !isOthers(one, tenant)).allMatch(one -> wasDeleted(one, throttle));
    }

    private SortedSet<CustomerId> boundOnce(TenantId tenant) {
        SortedSet<CustomerId> all = new TreeSet<>();
        for (long from = 1; ; ) {
            long next = from;
            List<AuditRow> page = transactions.run(tx -> tx.listings().decisionsOf(tenant, next, ROWS_A_PAGE));
            for (AuditRow row : page)
                if (row instanceof AuditRow.Readable one)
                    Adoption.boundBy(one.entry()).ifPresent(all::add);
            if (page.size() < ROWS_A_PAGE) return all;
            from = page.get(page.size() - 1).sequence() + 1;
        }
    }

    private boolean isOthers(CustomerId customer, TenantId tenant) {
        return transactions
                .run(tx -> tx.accounts().bindingOf(customer, provider.name()))
                .filter(binding -> !binding.tenant().equals(tenant))
                .isPresent();
    }

    /** One that is not there and was not deleted either is of another mode or account: there is nothing that this key could find. */
    private boolean stays(CustomerId customer, Throttle throttle) {
        return !wasDeleted(customer, throttle) && CustomerLookup.exists(customer, provider, throttle);
    }

    private boolean wasDeleted(CustomerId customer, Throttle throttle) {
        throttle.permit();
        return throttle.retrying(customer.value(), () -> provider.customerDeleted(customer));
    }
}
