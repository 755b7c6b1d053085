package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that the billing page shows.
 *
 * @param tenantId the tenant
 * @param tenantName what people call it; the id where there is no name
 * @param held what the tenant has now
 * @param former the plan that ended, and when it did
 * @param next what it will have, and from when
 * @param offer what can be chosen
 * @param notice what needs attention
 * @param error what was wrong with the last form
 * @param canManage whether the reader may change anything; without it no form is shown
 * @param now the time that "9 days left" is counted from
 * @param chrome token, locale, sandbox and support
 * @param changing how it can be changed here, and what was asked for
 * @param nextLook where a page without script looks again whether a payment is known; absent once it did so for long enough
 */
public record BillingPageView(
        String tenantId,
        String tenantName,
        Held held,
        Optional<DatedPlan> former,
        Optional<Changing.Next> next,
        Offer offer,
        BillingNotice notice,
        Optional<FieldError> error,
        boolean canManage,
        Instant now,
        Chrome chrome,
        Changing changing,
        Optional<String> nextLook) {

    /** Whether plan, interval and seats can be changed: neither owed, nor paused, nor about to end. */
    boolean changeable() {
        return held.changeable();
    }

    /** Whether what is held was to end by now, and the provider has not said yet that it did. */
    boolean over() {
        return held.subscribed()
                && held.cancelAt().filter(at -> !now.isBefore(at)).isPresent();
    }

    /** How much of the plan may be used. */
    public enum Access {
        FULL,
        GRACE,
        NONE
    }

    /**
     * What a tenant has.
     *
     * @param plan the plan; the free one without a subscription
     * @param status what is answered
     * @param paused whether it rests: nothing is charged, and nothing may be used
     * @param access how much of it may be used
     * @param accessUntil when that ends by itself
     * @param seats how many, at least 1
     * @param seatsInUse how many of them are taken, if the host says so
     * @param interval how often it is paid; absent without a subscription
     * @param total what all seats cost per interval; absent if not known, as of a price that is no longer sold
     * @param currentPeriodEnd until when it is paid for
     * @param cancelAt when it ends
     * @param trialEnd when its trial ends
     * @param changeable whether nothing is in the way of changing plan, interval and seats
     * @param provisional whether the provider has not confirmed it yet
     */
    public record Held(
            Plan plan,
            SubscriptionStatus status,
            boolean paused,
            Access access,
            Optional<Instant> accessUntil,
            int seats,
            OptionalInt seatsInUse,
            Optional<BillingInterval> interval,
            Optional<Money> total,
            Optional<Instant> currentPeriodEnd,
            Optional<Instant> cancelAt,
            Optional<Instant> trialEnd,
            boolean changeable,
            boolean provisional) {

        /** Whether there is a subscription that has not ended. */
        public boolean subscribed() {
            return !plan.free();
        }

        /** Whether a payment is open. What rests owes nothing. */
        boolean owes() {
            return status == SubscriptionStatus.PAST_DUE && !paused;
        }

        /** Whether it is tried: nothing was paid for it yet. */
        boolean onTrial() {
            return status == SubscriptionStatus.TRIALING;
        }
    }

    /**
     * What can be chosen.
     *
     * @param plans lowest rank first; retired ones are left out of the page
     * @param interval the prices to show first
     * @param trials whether this tenant still gets a plan's days of trial
     * @param attempt what was last chosen: refills the form, and is the way back to checkout
     * @param promotion what became of a promotion code; absent where none are taken
     */
    public record Offer(
            List<Plan> plans,
            BillingInterval interval,
            boolean trials,
            Optional<Attempt> attempt,
            Optional<Promotion> promotion) {
        /** Where no promotion codes are taken. */
        public Offer(List<Plan> plans, BillingInterval interval, boolean trials, Optional<Attempt> attempt) {
            this(plans, interval, trials, attempt, Optional.empty());
        }
    }

    /**
     * A choice that was made, right or wrong.
     *
     * @param plan key of the plan
     * @param interval how often it is paid
     * @param seats the number asked for, allowed or not
     * @param checkout id of the checkout that it led to and that was left: the same choice goes on with it, with the code that was given
     */
    public record Attempt(String plan, BillingInterval interval, long seats, Optional<String> checkout) {
        /** One that led to no checkout yet. */
        public Attempt(String plan, BillingInterval interval, long seats) {
            this(plan, interval, seats, Optional.empty());
        }

        /** The same that goes on with this checkout, if there is one. */
        public Attempt goingOnWith(Optional<String> left) {
            return new Attempt(plan, interval, seats, left);
        }
    }

    /** A plan by the name that people read, and a date. */
    public record DatedPlan(String name, Instant at) {}

    /**
     * Something wrong with a form, shown beside the field.
     *
     * @param plan key of the plan whose form it was
     * @param field {@code seats}; anything else is shown above the plans
     * @param sentence what is allowed
     */
    public record FieldError(String plan, String field, String sentence) {}

    /** Whether it pays for another one beside what is shown: an end is that of one of them. */
    boolean twice() {
        return notice == BillingNotice.TWO_SUBSCRIPTIONS;
    }
}
