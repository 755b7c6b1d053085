package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import java.util.List;
import java.util.Optional;

/** Binds a customer for a reason that the audit keeps, and fetches what it has. */
public final class BindByOperator {
    private final PaymentProvider provider;
    private final BindCustomer bind;
    private final DiscoverSubscriptions discover;
    private final RefreshTenant refresh;

    BindByOperator(PaymentProvider provider, BindCustomer bind, DiscoverSubscriptions discover, RefreshTenant refresh) {
        this.provider = provider;
        this.bind = bind;
        this.discover = discover;
        this.refresh = refresh;
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * It is bound.
         *
         * @param before the customer that the tenant was bound to before, if it was another
         * @param refreshed what of its subscriptions was fetched; nothing if the provider was not to be asked
         */
        record Bound(Optional<CustomerId> before, RefreshTenant.Refreshed refreshed) implements Result {}

        /** It is another tenant's; nothing was done. */
        record TakenBy(TenantId other) implements Result {}

        /** The tenant was deleted; nothing was done. */
        record TenantDeleted() implements Result {}

        /** The provider does not have this customer; nothing was done. */
        record UnknownCustomer() implements Result {}

        /** There is no reason, or it is too long; nothing was done. */
        record BadReason() implements Result {}
    }

    /** @param ask whether the provider can be asked from here */
    Result bind(TenantId tenant, CustomerId customer, String reason, boolean ask, Throttle throttle) {
        if (!OperatorsWord.sayable(reason)) return new Result.BadReason();
        return because(tenant, customer, ": " + reason.strip(), ask, throttle);
    }

    Result bind(TenantId tenant, CustomerId customer, OperatorsWord word, boolean ask, Throttle throttle) {
        return because(tenant, customer, word.clause(), ask, throttle);
    }

    private Result because(TenantId tenant, CustomerId customer, String why, boolean ask, Throttle throttle) {
        if (ask && !CustomerLookup.exists(customer, provider, throttle)) return new Result.UnknownCustomer();
        BindCustomer.Result result = bind.bindOnly(tenant, customer, why);
        if (result instanceof BindCustomer.Result.TakenBy taken) return new Result.TakenBy(taken.other());
        if (!(result instanceof BindCustomer.Result.Bound bound)) return new Result.TenantDeleted();
        List<SubscriptionId> marked = List.of();
        if (ask) {
            throttle.permit();
            marked = throttle.retrying(customer.value(), () -> discover.of(tenant, customer));
        }
        return new Result.Bound(bound.before(), refresh.fetched(marked, throttle));
    }
}
