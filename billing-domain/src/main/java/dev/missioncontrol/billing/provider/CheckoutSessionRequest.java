package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import java.net.URI;
import java.util.Optional;

/**
 * A checkout session to be made. Its metadata goes to the session and to the subscription: the provider does not copy it.
 *
 * @param tenant goes to {@code client_reference_id}
 * @param customer who pays
 * @param price what is bought
 * @param quantity how many seats
 * @param successUrl where the buyer returns to; may hold {@code {CHECKOUT_SESSION_ID}}, which reaches the provider unescaped
 * @param cancelUrl where a buyer who leaves returns to
 * @param metadata what to write beside session and subscription
 * @param trialDays days of trial, 0 for none
 * @param promotionCodes whether a field for promotion codes is shown; not beside a promotion, of which there is one at most
 * @param promotion what is given off, if a code was typed before
 * @param automaticTax whether the provider calculates tax
 * @param locale the page's language, if not the browser's: a language tag, and no reason to make no page; where the page does not speak it,
 *     the nearest that it does or the browser's
 */
public record CheckoutSessionRequest(
        TenantId tenant,
        CustomerId customer,
        PriceId price,
        long quantity,
        String successUrl,
        URI cancelUrl,
        BillingMetadata metadata,
        int trialDays,
        boolean promotionCodes,
        Optional<PromotionCodeId> promotion,
        boolean automaticTax,
        Optional<String> locale) {}
