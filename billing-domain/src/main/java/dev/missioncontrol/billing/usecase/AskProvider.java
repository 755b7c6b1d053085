package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import java.util.Optional;

/** What a billing page shows of a tenant that only the provider knows. Each answer costs a call or two. */
public final class AskProvider {
    private final TenantCustomer customers;
    private final ChangeDesk desk;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;

    AskProvider(TenantCustomer customers, ChangeDesk desk, PlanCatalog catalog, PaymentProvider provider) {
        this.customers = customers;
        this.desk = desk;
        this.catalog = catalog;
        this.provider = provider;
    }

    /**
     * How the tenant pays, and where its invoices go; nothing of it before it has a customer.
     *
     * @throws ProviderException if the provider could not be asked
     */
    public PaymentDetails paymentDetails(TenantId tenant) {
        Optional<CustomerId> customer = customers.of(tenant);
        if (customer.isEmpty()) return PaymentDetails.NONE;
        try {
            return provider.paymentDetails(customer.get(), subscription(tenant));
        } catch (ProviderException e) {
            // Deleted there, and not heard of here yet: there is nothing to pay with any more.
            if (e.kind() != ProviderException.Kind.NOT_FOUND) throw e;
            return PaymentDetails.NONE;
        }
    }

    /**
     * What the tenant's subscription is going to become, if a change was planned and its price is of the catalogue.
     *
     * @throws ProviderException if the provider could not be asked
     */
    public Optional<Planned> planned(TenantId tenant) {
        return subscription(tenant).flatMap(provider::plannedChange).flatMap(change -> Planned.of(change, catalog));
    }

    private Optional<SubscriptionId> subscription(TenantId tenant) {
        return desk.look(tenant, Conditions.NONE) instanceof ChangeSubject.Found.Subject found
                ? Optional.of(found.subject().subscription())
                : Optional.empty();
    }
}
