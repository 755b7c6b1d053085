package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A page of the provider on which a customer pays.
 *
 * @param id the session
 * @param state whether it can still be used
 * @param url where to send the buyer; only while it is open
 * @param customer whose it is
 * @param subscription what it made, once it is complete
 * @param clientReference what was passed to it; a buyer can set it on a payment link, so it proves nothing alone
 * @param metadata the session's own
 * @param subscriptionMode whether it sells a subscription at all (and not a setup or a single payment)
 * @param paymentStatus the provider's word: {@code paid}, {@code unpaid} or {@code no_payment_required}
 * @param expiresAt when it can no longer be used
 */
public record CheckoutSession(
        CheckoutSessionId id,
        State state,
        Optional<URI> url,
        Optional<CustomerId> customer,
        Optional<SubscriptionId> subscription,
        Optional<String> clientReference,
        BillingMetadata metadata,
        boolean subscriptionMode,
        String paymentStatus,
        Optional<Instant> expiresAt) {

    /** Where a session stands. */
    public enum State {
        OPEN,
        COMPLETE,
        EXPIRED
    }
}
