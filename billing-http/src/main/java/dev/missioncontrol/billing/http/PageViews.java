package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView;
import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.http.pages.Chrome;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.usecase.OpenMatters;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns what a tenant has into what the billing page shows. */
final class PageViews {
    private final PlanCatalog catalog;

    PageViews(PlanCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What the page is opened with.
     *
     * @param interval prices to show first
     * @param notice what the way here says: back from checkout, or the provider away
     * @param attempt what was chosen last
     * @param error what was wrong with it
     */
    record Opening(
            Optional<BillingInterval> interval,
            Optional<BillingNotice> notice,
            Optional<BillingPageView.Attempt> attempt,
            Optional<FieldError> error) {
        static final Opening PLAIN =
                new Opening(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    BillingPageView view(
            TenantId tenant,
            TenantStatus status,
            OpenMatters matters,
            Opening opening,
            boolean manage,
            Instant now,
            Chrome chrome) {
        CurrentSubscription current = status.current();
        Plan plan = catalog.plan(current.plan()).orElse(catalog.free());
        Optional<Money> total = current.interval()
                .flatMap(plan::price)
                .map(price -> price.unitAmount().times(current.seats()));
        BillingPageView.Held held = new BillingPageView.Held(
                plan,
                current.status().word(),
                current.providerStatus(),
                BillingPageView.Access.valueOf(status.access().level().name()),
                status.access().until(),
                current.seats(),
                OptionalInt.empty(),
                current.interval(),
                total,
                current.currentPeriodEnd(),
                current.cancelAt(),
                current.trialEnd(),
                current.provisional());
        Optional<BillingPageView.DatedPlan> former = current.formerPlan()
                .flatMap(catalog::plan)
                .flatMap(ended -> current.cancelAt().map(at -> new BillingPageView.DatedPlan(ended.name(), at)));
        Optional<BillingPageView.Attempt> attempt =
                opening.attempt().or(() -> matters.checkout().map(PageViews::attempt));
        BillingInterval interval = opening.interval()
                .or(current::interval)
                .or(() -> attempt.map(BillingPageView.Attempt::interval))
                .orElse(BillingInterval.MONTH);
        BillingPageView.Offer offer = new BillingPageView.Offer(
                catalog.plans(), interval, current.subscription().isEmpty(), attempt);
        return new BillingPageView(
                tenant.value(),
                tenant.value(),
                held,
                former,
                Optional.empty(),
                offer,
                notice(status, matters, plan, former.isPresent(), opening, manage),
                opening.error(),
                manage,
                now,
                chrome);
    }

    private static BillingPageView.Attempt attempt(CheckoutAttempt checkout) {
        return new BillingPageView.Attempt(checkout.plan(), checkout.interval(), checkout.seats());
    }

    private static BillingNotice notice(
            TenantStatus status, OpenMatters matters, Plan plan, boolean ended, Opening opening, boolean manage) {
        CurrentSubscription current = status.current();
        if (opening.notice().filter(BillingNotice.PROVIDER_AWAY::equals).isPresent())
            return BillingNotice.PROVIDER_AWAY;
        if (matters.firstPayment() == OpenMatters.FirstPayment.TO_CONFIRM) return BillingNotice.INCOMPLETE;
        if (matters.firstPayment() == OpenMatters.FirstPayment.ON_ITS_WAY) return BillingNotice.PAYMENT_ON_ITS_WAY;
        if (matters.firstPayment() == OpenMatters.FirstPayment.BEING_ASKED_FOR) return BillingNotice.CONFIRMING;
        boolean confirmed =
                opening.notice().filter(BillingNotice.CONFIRMING::equals).isPresent() && current.live();
        if (opening.notice().isPresent() && !confirmed) return opening.notice().get();
        if (current.providerStatus().filter("paused"::equals).isPresent()) return BillingNotice.PAUSED;
        if (current.status() == SubscriptionStatus.PAST_DUE)
            return status.access().level() == dev.missioncontrol.billing.account.Access.Level.GRACE
                    ? BillingNotice.PAST_DUE_GRACE
                    : BillingNotice.PAST_DUE_NO_ACCESS;
        if (current.status() == SubscriptionStatus.CANCELED) return ended ? BillingNotice.CANCELED : BillingNotice.NONE;
        if (matters.subscribedTwice()) return BillingNotice.TWO_SUBSCRIPTIONS;
        if (current.cancelAt().isPresent()) return BillingNotice.CANCELS_AT_PERIOD_END;
        if (current.status() == SubscriptionStatus.TRIALING
                && current.trialEnd().isPresent()) return BillingNotice.TRIALING;
        if (plan.retired()) return BillingNotice.PLAN_NO_LONGER_SOLD;
        return manage ? BillingNotice.NONE : BillingNotice.READER;
    }
}
