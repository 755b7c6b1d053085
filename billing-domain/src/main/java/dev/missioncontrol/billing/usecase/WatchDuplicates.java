package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Duplicates;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Does what the policy says about a tenant that pays twice; outside of every transaction, since the provider is asked. */
final class WatchDuplicates {
    /** Newest invoices of a customer that are looked at, a page: one that is older and open has made its subscription past due. */
    private static final int INVOICES_LOOKED_AT = 100;

    /** Nothing is to come of these any more, and nothing is missing. */
    private static final Set<Invoice.State> SETTLED = Set.of(Invoice.State.PAID, Invoice.State.VOID);

    private final PaymentProvider provider;
    private final PlanCatalog catalog;
    private final DuplicatePolicy policy;
    private final Consumer<RuntimeException> trouble;

    WatchDuplicates(
            PaymentProvider provider, PlanCatalog catalog, DuplicatePolicy policy, Consumer<RuntimeException> trouble) {
        this.provider = provider;
        this.catalog = catalog;
        this.policy = policy;
        this.trouble = trouble;
    }

    /** Its key is the subscription's, so that two nodes end it once; that it ended comes back as an event. */
    void found(TenantId tenant, Duplicates duplicates) {
        boolean ending = policy == DuplicatePolicy.CANCEL_NEWER && duplicates.sound() && confirmed(duplicates);
        trouble.accept(new DuplicateSubscriptionsException(tenant, duplicates, ending));
        if (!ending) return;
        for (SubscriptionId one : duplicates.newer()) {
            try {
                provider.cancelSubscription(one, Timing.NOW, "duplicate-" + one.value());
            } catch (ProviderException away) {
                // The next time one of them is fetched, it is found again.
                trouble.accept(away);
            }
        }
    }

    /**
     * Whether the provider says so now of each of them. What is stored may be old: where one is replaced by hand, the events
     * of the new one may come before those of the end of the old one, and the one just paid for would be ended. One that is to become
     * something else, or waits for the payment of that, is not what it will be: the tenant could be left with less than it paid for.
     */
    private boolean confirmed(Duplicates duplicates) {
        List<SubscriptionSnapshot> read = new ArrayList<>();
        try {
            for (SubscriptionId one : inOrder(duplicates)) {
                if (!(provider.fetchSubscription(one) instanceof FetchedSubscription.Found found)) return false;
                if (found.planned().isPresent() || found.awaitsPayment()) return false;
                read.add(found.snapshot());
            }
            return Duplicates.endable(read, catalog) && paid(read);
        } catch (ProviderException away) {
            trouble.accept(away);
            return false;
        }
    }

    /**
     * Whether nothing is open of whoever pays for them. One is {@code active} while its first payment is on its way, by a bank debit for
     * days, or while a first invoice that was sent is not due: were the other one ended, and that payment failed, nothing would be
     * left of what was paid for.
     */
    private boolean paid(List<SubscriptionSnapshot> read) {
        Set<CustomerId> customers = new HashSet<>();
        for (SubscriptionSnapshot one : read) {
            if (one.customer().isEmpty()) return false;
            customers.add(one.customer().get());
        }
        return customers.stream().allMatch(this::owesNothing);
    }

    /** Who has no paid invoice here may have paid, and nobody knows. */
    private boolean owesNothing(CustomerId customer) {
        List<Invoice.State> newest =
                provider.listInvoices(customer, Optional.empty(), INVOICES_LOOKED_AT).invoices().stream()
                        .map(Invoice::state)
                        .toList();
        return newest.contains(Invoice.State.PAID) && SETTLED.containsAll(newest);
    }

    private static List<SubscriptionId> inOrder(Duplicates duplicates) {
        return Stream.concat(Stream.of(duplicates.kept()), duplicates.newer().stream())
                .toList();
    }
}
