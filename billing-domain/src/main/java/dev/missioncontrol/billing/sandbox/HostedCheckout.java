package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PromotionCode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A checkout session as the sandbox's stand-in page shows it.
 *
 * @param id the session
 * @param state whether it can still be paid
 * @param tenant whose it is
 * @param customer who pays
 * @param planName what people call what is bought
 * @param price what is bought
 * @param quantity how many seats
 * @param interval how often it is paid
 * @param amount what each period costs, all seats together
 * @param promotion what is given off
 * @param trialDays days before the first payment, 0 for none
 * @param successUrl where a buyer who paid goes, the session's id filled in
 * @param cancelUrl where a buyer who leaves goes
 * @param expiresAt when it can no longer be paid
 * @param subscription what it made, once it is complete
 */
public record HostedCheckout(
        CheckoutSessionId id,
        CheckoutSession.State state,
        TenantId tenant,
        CustomerId customer,
        String planName,
        PriceId price,
        long quantity,
        BillingInterval interval,
        Money amount,
        Optional<PromotionCode> promotion,
        int trialDays,
        String successUrl,
        URI cancelUrl,
        Instant expiresAt,
        Optional<SubscriptionId> subscription) {}
