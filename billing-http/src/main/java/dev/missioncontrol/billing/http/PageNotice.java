package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.OpenMatters;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Instant;
import java.util.Optional;

/** Which notice a billing page has: one at most, what was just done first, then the most urgent. A pure function. */
final class PageNotice {
    private PageNotice() {}

    /**
     * @param matters what is open beside it: a first payment, a second subscription
     * @param plan what the tenant has
     * @param said what the way here says: back from checkout, the provider away, what came of the last form
     * @param manage whether the reader may change anything
     * @param now when the page is looked at
     */
    static BillingNotice of(
            TenantStatus status,
            OpenMatters matters,
            Plan plan,
            Optional<BillingNotice> said,
            boolean manage,
            Instant now) {
        if (said.filter(PageNotice::ofProvider).isPresent()) return said.get();
        BillingNotice first = firstPayment(matters.firstPayment());
        if (first != BillingNotice.NONE) return first;
        return said.filter(what -> !ofCheckout(what) || underWay(status, matters, what))
                .orElseGet(() ->
                        over(status, plan, now) ? BillingNotice.CANCELED : of(status, matters, plan, manage, now));
    }

    /**
     * What is said of a call that did not succeed: a moment mends what is the provider's, and a key that is taken, which the next try
     * has anew; it does not mend what is ours.
     */
    static BillingNotice of(ProviderException failed) {
        boolean ours = failed.fault() == ProviderException.Fault.OURS
                && failed.kind() != ProviderException.Kind.IDEMPOTENCY_CONFLICT;
        return ours ? BillingNotice.NOT_SET_UP : BillingNotice.PROVIDER_AWAY;
    }

    private static boolean ofProvider(BillingNotice said) {
        return said == BillingNotice.PROVIDER_AWAY || said == BillingNotice.NOT_SET_UP;
    }

    /**
     * Whether a checkout of this tenant's is open, or was paid and is waited for. What is said on the way back from one counts no longer:
     * anybody can say it, and whoever loads an old address again does. Who comes back from paying may have paid on any page that was
     * not ended.
     *
     * @param said on the way back from a checkout
     */
    static boolean underWay(TenantStatus status, OpenMatters matters, BillingNotice said) {
        return !status.current().live()
                && (matters.firstPayment() != OpenMatters.FirstPayment.NONE
                        || matters.checkout().isPresent()
                        || said == BillingNotice.CONFIRMING && matters.mayBePaid());
    }

    private static boolean ofCheckout(BillingNotice said) {
        return said == BillingNotice.CONFIRMING || said == BillingNotice.CHECKOUT_LEFT;
    }

    private static BillingNotice firstPayment(OpenMatters.FirstPayment payment) {
        return switch (payment) {
            case NONE -> BillingNotice.NONE;
            case TO_CONFIRM -> BillingNotice.INCOMPLETE;
            case ON_ITS_WAY -> BillingNotice.PAYMENT_ON_ITS_WAY;
            case BEING_ASKED_FOR -> BillingNotice.CONFIRMING;
        };
    }

    /** What is at a price that the catalogue never knew gives the free plan, and that does not end. */
    private static boolean over(TenantStatus status, Plan plan, Instant now) {
        return !plan.free() && status.current().over(now);
    }

    private static BillingNotice of(TenantStatus status, OpenMatters matters, Plan plan, boolean manage, Instant now) {
        CurrentSubscription current = status.current();
        if (current.paused()) return BillingNotice.PAUSED;
        if (current.status() == SubscriptionStatus.PAST_DUE)
            return status.access().level() == Access.Level.GRACE
                    ? BillingNotice.PAST_DUE_GRACE
                    : BillingNotice.PAST_DUE_NO_ACCESS;
        if (current.status() == SubscriptionStatus.CANCELED)
            return current.formerPlan().isPresent() ? BillingNotice.CANCELED : BillingNotice.NONE;
        if (matters.subscribedTwice()) return BillingNotice.TWO_SUBSCRIPTIONS;
        if (current.cancelAt().filter(now::isBefore).isPresent()) return BillingNotice.CANCELS_AT_PERIOD_END;
        if (status.planned().isPresent()) return BillingNotice.DOWNGRADE_SCHEDULED;
        if (current.status() == SubscriptionStatus.TRIALING
                && current.trialEnd().isPresent()) return BillingNotice.TRIALING;
        if (!plan.offered()) return BillingNotice.PLAN_NO_LONGER_SOLD;
        return manage ? BillingNotice.NONE : BillingNotice.READER;
    }
}
