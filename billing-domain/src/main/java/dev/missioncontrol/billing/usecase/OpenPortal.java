package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import java.net.URI;
import java.util.Optional;

/** Sends a tenant to the provider's page on which it manages payment and subscription. */
public final class OpenPortal {
    private final ChangeDesk desk;
    private final PaymentProvider provider;
    private final TenantCustomer customers;
    private final ReturnPages returns;

    OpenPortal(ChangeDesk desk, PaymentProvider provider, TenantCustomer customers, ReturnPages returns) {
        this.desk = desk;
        this.provider = provider;
        this.customers = customers;
        this.returns = returns;
    }

    /** Whether it can be opened for a tenant: whether it has a customer that is known. */
    public boolean possible(TenantId tenant) {
        return customers.of(tenant).isPresent();
    }

    /**
     * The portal, or a page of it.
     *
     * @param locale its language, the browser's where absent or not spoken there
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not make it
     */
    public Redirect open(TenantId tenant, Optional<PortalFlow> flow, Optional<String> locale) {
        Optional<CustomerId> customer = customers.of(tenant);
        if (customer.isEmpty())
            return new Redirect.Rejected(
                    customers.unknown(tenant, "There is nothing to manage yet. Choose a plan first."));
        Optional<SubscriptionId> subscription =
                desk.look(tenant, Conditions.NONE) instanceof ChangeSubject.Found.Subject found
                        ? Optional.of(found.subject().subscription())
                        : Optional.empty();
        Optional<PortalFlow> possible =
                flow.filter(one -> one == PortalFlow.PAYMENT_METHOD_UPDATE || subscription.isPresent());
        URI returnTo = URI.create(returns.of(tenant).told(Redirect.Back.PORTAL.query()));
        URI url = provider.createPortalSession(
                new PortalRequest(customer.get(), returnTo, possible, subscription, locale));
        return new Redirect.To(url, Optional.empty());
    }
}
