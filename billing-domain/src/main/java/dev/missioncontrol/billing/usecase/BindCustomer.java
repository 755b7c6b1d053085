package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Binds a customer that the provider had before us to a tenant: an operator's word, which also settles a quarantine. */
public final class BindCustomer {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final Adoption adoption;
    private final DiscoverSubscriptions discover;
    private final InstantSource clock;

    BindCustomer(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            Adoption adoption,
            DiscoverSubscriptions discover,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.adoption = adoption;
        this.discover = discover;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * It is this tenant's now, or was already.
         *
         * @param before the customer that the tenant was bound to before, if it was another
         */
        record Bound(Optional<CustomerId> before) implements Result {}

        /** It is another tenant's; nothing was done. */
        record TakenBy(TenantId other) implements Result {}

        /** The tenant was deleted; nothing was done. */
        record TenantDeleted() implements Result {}

        /** The tenant has another, which was not to be replaced, as an import replaces none; nothing was done. */
        record HasAnother(CustomerId other) implements Result {}
    }

    /**
     * Binds, then looks at the provider for the customer's subscriptions.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not be asked; the binding holds
     */
    public Result bind(TenantId tenant, CustomerId customer) {
        Result result = bindOnly(tenant, customer, "");
        if (result instanceof Result.Bound) discover.of(tenant, customer);
        return result;
    }

    /**
     * Binds, and asks the provider nothing.
     *
     * @param why what the audit says behind it; empty for nothing
     */
    Result bindOnly(TenantId tenant, CustomerId customer, String why) {
        return transactions.run(tx -> bind(tx, tenant, customer, why, true));
    }

    /** The same, unless the tenant has another that the provider still has. */
    Result bindUnlessAnother(TenantId tenant, CustomerId customer, String why) {
        return transactions.run(tx -> bind(tx, tenant, customer, why, false));
    }

    private Result bind(BillingTransaction tx, TenantId tenant, CustomerId customer, String why, boolean replacing) {
        Instant now = clock.instant();
        Bookkeeping.Held held = books.hold(tx, tenant, now);
        if (held.record().deleted().isPresent()) return new Result.TenantDeleted();
        Optional<CustomerBinding> taken = tx.accounts()
                .bindingOf(customer, provider.name())
                .filter(binding -> !binding.tenant().equals(tenant));
        if (taken.isPresent()) return new Result.TakenBy(taken.get().tenant());
        Optional<CustomerBinding> had = tx.accounts().customerOf(tenant, provider.name());
        Optional<CustomerId> before = had.map(CustomerBinding::customer).filter(one -> !one.equals(customer));
        if (!replacing && before.isPresent() && !had.get().gone()) return new Result.HasAnother(before.get());
        int generation = had.map(CustomerBinding::generation).orElse(1);
        CustomerBinding binding =
                new CustomerBinding(tenant, provider.name(), customer, provider.livemode(), false, generation);
        Bookkeeping.Cause cause = Bookkeeping.Cause.by(Actor.OPERATOR, now);
        if (adoption.bind(tx, held, binding, true, why, cause).isEmpty())
            throw StoreException.conflict("the customer was bound meanwhile");
        return new Result.Bound(before);
    }
}
