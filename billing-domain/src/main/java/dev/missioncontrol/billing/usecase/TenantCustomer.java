package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.util.Optional;

/** Who a tenant is at the provider, as far as that is known here and can be asked there: neither gone nor of the other mode. */
final class TenantCustomer {
    private static final String UNBOUND =
            "There is a subscription, but who pays for it is not known here. Ask an operator to bind its customer.";

    private final Transactions transactions;
    private final PaymentProvider provider;

    TenantCustomer(Transactions transactions, PaymentProvider provider) {
        this.transactions = transactions;
        this.provider = provider;
    }

    Optional<CustomerId> of(TenantId tenant) {
        return transactions
                .run(tx -> tx.accounts().customerOf(tenant, provider.name()))
                .filter(binding -> !binding.gone() && binding.livemode() == provider.livemode())
                .map(CustomerBinding::customer);
    }

    /**
     * Why there is none. Metadata bind a subscription and never its customer, so there may be one that somebody pays for already.
     *
     * @param nothing what to say to who has none
     */
    Rejection unknown(TenantId tenant, String nothing) {
        boolean subscribed = transactions
                .run(tx -> tx.accounts().current(tenant))
                .map(StoredSubscription::current)
                .filter(current -> current.live())
                .isPresent();
        return new Rejection(Rejection.Code.NO_CUSTOMER, "", subscribed ? UNBOUND : nothing);
    }
}
