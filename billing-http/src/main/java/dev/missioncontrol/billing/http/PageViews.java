package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView;
import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.http.pages.Changing;
import dev.missioncontrol.billing.http.pages.Chrome;
import dev.missioncontrol.billing.http.pages.Promotion;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.usecase.OpenMatters;
import dev.missioncontrol.billing.usecase.Planned;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

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
     * @param proposal what was asked for, to be confirmed
     * @param bank where the buyer's bank asks for a confirmation
     */
    record Opening(
            Optional<BillingInterval> interval,
            Optional<BillingNotice> notice,
            Optional<BillingPageView.Attempt> attempt,
            Optional<FieldError> error,
            Optional<Changing.Proposal> proposal,
            Optional<URI> bank) {
        static final Opening PLAIN = new Opening(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        Opening at(Optional<BillingInterval> shown) {
            return new Opening(shown, notice, attempt, error, proposal, bank);
        }

        Opening saying(BillingNotice other) {
            return new Opening(interval, Optional.of(other), attempt, error, proposal, bank);
        }

        Opening attempting(Optional<BillingPageView.Attempt> last) {
            return new Opening(interval, notice, last, error, proposal, bank);
        }

        Opening wrong(FieldError what) {
            return new Opening(interval, notice, attempt, Optional.of(what), proposal, bank);
        }

        Opening proposing(Changing.Proposal what) {
            return new Opening(interval, notice, attempt, error, Optional.of(what), bank);
        }

        Opening telling(LastOutcomes.Told told) {
            return new Opening(
                    interval.or(() -> told.attempt().map(BillingPageView.Attempt::interval)),
                    Optional.of(told.notice()),
                    attempt.or(told::attempt),
                    error,
                    proposal,
                    told.bank());
        }
    }

    /**
     * What can be done on a page, and by whom.
     *
     * @param manage whether the reader may change anything
     * @param key that makes two presses of one form one change
     * @param cancelNow whether it may end at once
     * @param portal whether the provider's page to manage payment on can be opened; false also where no button leads there
     * @param inUse seats in use, if that is known
     */
    record Means(boolean manage, String key, boolean cancelNow, boolean portal, OptionalInt inUse) {}

    /**
     * What is known of a tenant without asking the provider.
     *
     * @param recurring what it pays with each renewal, if it has prices that are sold now
     */
    record Known(TenantStatus status, OpenMatters matters, Optional<Money> recurring) {}

    BillingPageView view(
            TenantId tenant,
            Known known,
            Opening opening,
            Means means,
            Instant now,
            Optional<Promotion> promotion,
            Optional<String> nextLook,
            Chrome chrome) {
        TenantStatus status = known.status();
        CurrentSubscription current = status.current();
        Plan plan = catalog.plan(current.plan()).orElse(catalog.free());
        return new BillingPageView(
                tenant.value(),
                tenant.value(),
                held(plan, known, means.inUse()),
                former(current),
                status.planned().map(PageViews::next),
                offer(current, known.matters(), opening, promotion),
                PageNotice.of(status, known.matters(), plan, opening.notice(), means.manage(), now),
                opening.error(),
                means.manage(),
                now,
                chrome,
                new Changing(
                        status.version(),
                        means.key(),
                        means.cancelNow(),
                        means.portal(),
                        opening.proposal(),
                        opening.bank()),
                nextLook);
    }

    private static BillingPageView.Held held(Plan plan, Known known, OptionalInt inUse) {
        CurrentSubscription current = known.status().current();
        Access access = known.status().access();
        return new BillingPageView.Held(
                plan,
                current.status(),
                current.paused(),
                BillingPageView.Access.valueOf(access.level().name()),
                access.until(),
                current.seats(),
                inUse,
                current.interval(),
                known.recurring(),
                current.currentPeriodEnd(),
                current.cancelAt(),
                current.trialEnd(),
                known.status().hindrance().isEmpty(),
                current.provisional());
    }

    private Optional<BillingPageView.DatedPlan> former(CurrentSubscription current) {
        return current.formerPlan()
                .flatMap(catalog::plan)
                .flatMap(ended -> current.cancelAt().map(at -> new BillingPageView.DatedPlan(ended.name(), at)));
    }

    private static Changing.Next next(Planned planned) {
        return new Changing.Next(
                planned.terms().plan(),
                planned.terms().interval(),
                Math.toIntExact(planned.terms().seats()),
                planned.at());
    }

    /** What was chosen last stays chosen: here, or else in a checkout that was left; as far as it is sold. */
    private BillingPageView.Offer offer(
            CurrentSubscription current, OpenMatters matters, Opening opening, Optional<Promotion> promotion) {
        Optional<BillingPageView.Attempt> attempt =
                opening.attempt().or(() -> matters.checkout().map(PageViews::attempt));
        BillingInterval interval = Stream.of(
                        opening.interval(), current.interval(), attempt.map(BillingPageView.Attempt::interval))
                .flatMap(Optional::stream)
                .filter(this::sold)
                .findFirst()
                .orElseGet(this::firstSold);
        return new BillingPageView.Offer(catalog.plans(), interval, matters.trial(), attempt, promotion);
    }

    /** Whether some plan is sold so: cards whose prices are of another interval would have nothing to choose. */
    private boolean sold(BillingInterval interval) {
        return catalog.sold().stream().anyMatch(plan -> plan.price(interval).isPresent());
    }

    private BillingInterval firstSold() {
        return Stream.of(BillingInterval.values())
                .filter(this::sold)
                .findFirst()
                .orElse(BillingInterval.STANDARD);
    }

    private static BillingPageView.Attempt attempt(CheckoutAttempt checkout) {
        return new BillingPageView.Attempt(
                checkout.plan(),
                checkout.interval(),
                checkout.seats(),
                Optional.of(checkout.id().value()));
    }
}
