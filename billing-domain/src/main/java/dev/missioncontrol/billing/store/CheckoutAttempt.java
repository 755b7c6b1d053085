package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.CheckoutSession;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tenant's attempt to check out, reserved before the provider is called.
 *
 * @param id ours, written into the provider's metadata
 * @param tenant who
 * @param plan key of the plan
 * @param interval month or year
 * @param seats how many
 * @param promotion what is given off, if a code was typed
 * @param price what one seat costs; absent where a version before wrote it, which did not say
 * @param trialDays days of trial, 0 for none; absent as the price is
 * @param generation counts a tenant's attempts, for idempotency keys
 * @param customer whose the session is, once there is one; absent as the price is
 * @param session the provider's session, once it is known
 * @param url where to send the buyer
 * @param expiresAt when the session can no longer be used
 * @param state where it stands; at most one of a tenant is open
 * @param created when it was reserved
 */
public record CheckoutAttempt(
        AttemptId id,
        TenantId tenant,
        String plan,
        BillingInterval interval,
        int seats,
        Optional<PromotionCodeId> promotion,
        Optional<PriceId> price,
        OptionalInt trialDays,
        int generation,
        Optional<CustomerId> customer,
        Optional<CheckoutSessionId> session,
        Optional<URI> url,
        Optional<Instant> expiresAt,
        State state,
        Instant created) {

    /** Where an attempt stands. */
    public enum State {
        OPEN,
        COMPLETED,
        EXPIRED,
        /** Another attempt took its place, or takes it next: it never had a page, or the provider did not know of it. */
        SUPERSEDED;

        /** The word stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether it buys the same for the same: a page goes on selling at the price that it was made with. What a version before wrote
     * says too little to be the same as anything.
     */
    public boolean buys(
            String otherPlan,
            BillingInterval otherInterval,
            int otherSeats,
            Optional<PromotionCodeId> otherPromotion,
            PriceId otherPrice,
            int otherTrialDays) {
        return plan.equals(otherPlan)
                && interval == otherInterval
                && seats == otherSeats
                && promotion.equals(otherPromotion)
                && price.equals(Optional.of(otherPrice))
                && trialDays.equals(OptionalInt.of(otherTrialDays));
    }

    /** Whether its session, if it has one, is this customer's: what is paid there is paid by nobody else. */
    public boolean isFor(Optional<CustomerId> buyer) {
        return session.isEmpty() || customer.isPresent() && customer.equals(buyer);
    }

    /** The same as this customer's. */
    public CheckoutAttempt madeFor(CustomerId buyer) {
        return as(Optional.of(buyer), session, url, expiresAt, state);
    }

    /** The same with the session that the provider made for it. */
    public CheckoutAttempt with(CheckoutSession made) {
        return as(customer, Optional.of(made.id()), made.url(), made.expiresAt(), state);
    }

    /** The same in another state. */
    public CheckoutAttempt in(State next) {
        return as(customer, session, url, expiresAt, next);
    }

    private CheckoutAttempt as(
            Optional<CustomerId> buyer,
            Optional<CheckoutSessionId> page,
            Optional<URI> address,
            Optional<Instant> end,
            State next) {
        return new CheckoutAttempt(
                id,
                tenant,
                plan,
                interval,
                seats,
                promotion,
                price,
                trialDays,
                generation,
                buyer,
                page,
                address,
                end,
                next,
                created);
    }
}
