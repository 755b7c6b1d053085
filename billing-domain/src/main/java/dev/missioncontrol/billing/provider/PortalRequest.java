package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.net.URI;
import java.util.Optional;

/**
 * A portal session to be made.
 *
 * @param customer who
 * @param returnUrl where the portal leads back to
 * @param flow the page of the portal to open at, the overview if absent
 * @param subscription which subscription the flow is about
 * @param locale the portal's language, if not the browser's: a language tag, and no reason to make no page; where the portal does not
 *     speak it, the nearest that it does, or else the browser's
 */
public record PortalRequest(
        CustomerId customer,
        URI returnUrl,
        Optional<PortalFlow> flow,
        Optional<SubscriptionId> subscription,
        Optional<String> locale) {
    /** One in the browser's language. */
    public PortalRequest(
            CustomerId customer, URI returnUrl, Optional<PortalFlow> flow, Optional<SubscriptionId> subscription) {
        this(customer, returnUrl, flow, subscription, Optional.empty());
    }

    /** @throws ProviderException of kind {@code WRONG_STATE} if the flow is about a subscription and none is named */
    public void requireSubscriptionOfFlow() {
        if (flow.filter(PortalFlow::aboutSubscription).isPresent() && subscription.isEmpty())
            throw new ProviderException(
                    ProviderException.Kind.WRONG_STATE,
                    "this page of the portal is about a subscription, and there is none");
    }

    /** Pages of the portal that a link can open at. */
    public enum PortalFlow {
        PAYMENT_METHOD_UPDATE,
        SUBSCRIPTION_CANCEL,
        SUBSCRIPTION_UPDATE;

        /** Whether it shows one subscription, so that it must be said which. */
        public boolean aboutSubscription() {
            return this != PAYMENT_METHOD_UPDATE;
        }
    }
}
