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
            TenantId tenant, TenantStatus status, Opening opening, boolean manage, Instant now, Chrome chrome) {
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
        BillingInterval interval = opening.interval().or(current::interval).orElse(BillingInterval.MONTH);
        BillingPageView.Offer offer = new BillingPageView.Offer(
                catalog.plans(), interval, current.subscription().isEmpty(), opening.attempt());
        return new BillingPageView(
                tenant.value(),
                tenant.value(),
                held,
                former,
                Optional.empty(),
                offer,
                notice(status, plan, former.isPresent(), opening, manage),
                opening.error(),
                manage,
                now,
                chrome);
    }

    private static BillingNotice notice(
            TenantStatus status, Plan plan, boolean ended, Opening opening, boolean manage) {
        CurrentSubscription current = status.current();
        boolean confirmed =
                opening.notice().filter(BillingNotice.CONFIRMING::equals).isPresent() && current.live();
        if (opening.notice().isPresent() && !confirmed) return opening.notice().get();
        if (current.providerStatus().filter("paused"::equals).isPresent()) return BillingNotice.PAUSED;
        if (current.status() == SubscriptionStatus.PAST_DUE)
            return status.access().level() == dev.missioncontrol.billing.account.Access.Level.GRACE
                    ? BillingNotice.PAST_DUE_GRACE
                    : BillingNotice.PAST_DUE_NO_ACCESS;
        if (current.status() == SubscriptionStatus.CANCELED) return ended ? BillingNotice.CANCELED : BillingNotice.NONE;
        if (current.cancelAt().isPresent()) return BillingNotice.CANCELS_AT_PERIOD_END;
        if (current.status() == SubscriptionStatus.TRIALING
                && current.trialEnd().isPresent()) return BillingNotice.TRIALING;
        if (plan.retired()) return BillingNotice.PLAN_NO_LONGER_SOLD;
        return manage ? BillingNotice.NONE : BillingNotice.READER;
    }
}
