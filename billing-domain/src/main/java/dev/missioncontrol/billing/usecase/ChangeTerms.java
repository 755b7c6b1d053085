package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.account.PlanTerms;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a change comes to, checked against the catalogue, the plan's policy and the seats in use.
 *
 * @param change what the provider is asked for
 * @param kind what it amounts to
 * @param before what the tenant has, with the seats that the provider charges for
 * @param after what the tenant would have
 */
record ChangeTerms(SubscriptionChange change, PlanChange kind, PlanTerms before, PlanTerms after) {
    /** How long the amounts of a preview may be charged: long enough to read them, too short to wait for a cheaper day. */
    static final Duration PREVIEW_HOLDS = Duration.ofMinutes(10);

    /**
     * How far the provider's clock, which dates previews, may be ahead of ours: as far as it may be for a webhook to be taken. A node
     * that is well otherwise must not say of each preview that it is too old.
     */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** A trial that ends so far from when that of any plan would have was set by somebody; what is less is rounding. */
    static final Duration TRIAL_ROUNDING = Duration.ofHours(1);

    /** The terms, or why they can't be had. */
    sealed interface Checked {
        record Terms(ChangeTerms terms) implements Checked {}

        record Refused(Rejection rejection) implements Checked {}
    }

    /** @param inUse asked once the rest is found right, and only where another number of seats is wanted: it may be somebody far away */
    static Checked check(
            Change wanted, ChangeSubject subject, PlanCatalog catalog, Supplier<SeatsInUse> inUse, Instant now) {
        Optional<Rejection> unfit = hindrance(subject.current()).or(() -> expired(wanted, now));
        return unfit.<Checked>map(Checked.Refused::new).orElseGet(() -> fit(wanted, subject, catalog, inUse, now));
    }

    /** As {@link #check}, for seats that were counted. A subscription that is going to end may have more of them until then; fewer would come after its end. */
    static Checked checkCount(
            Change counted, ChangeSubject subject, PlanCatalog catalog, Supplier<SeatsInUse> inUse, Instant now) {
        Optional<Rejection> unfit = unpaid(subject.current());
        if (unfit.isPresent()) return new Checked.Refused(unfit.get());
        Checked checked = fit(counted, subject, catalog, inUse, now);
        boolean later =
                checked instanceof Checked.Terms of && of.terms().change().when() == Timing.PERIOD_END;
        return ending(subject.current())
                .filter(no -> later)
                .<Checked>map(Checked.Refused::new)
                .orElse(checked);
    }

    /** Whether it asks for what there is, however long ago its costs were shown. */
    static boolean isSo(Change wanted, ChangeSubject subject, PlanCatalog catalog, Instant now) {
        SeatsInUse uncounted = new SeatsInUse(OptionalLong.empty(), true);
        return fit(wanted, subject, catalog, () -> uncounted, now) instanceof Checked.Refused no
                && no.rejection().code() == Code.NOTHING_TO_CHANGE;
    }

    private static Checked fit(
            Change wanted, ChangeSubject subject, PlanCatalog catalog, Supplier<SeatsInUse> inUse, Instant now) {
        CurrentSubscription current = subject.current();
        Plan has = catalog.plan(current.plan()).orElseThrow();
        Optional<SubscriptionItem> line = subject.line(catalog);
        if (line.isEmpty()) return byHand();
        PlanTerms before = new PlanTerms(has, current.interval(), subject.charged(catalog));
        return terms(wanted, subject, catalog, inUse, before, line.get().price(), now);
    }

    private static Checked terms(
            Change wanted,
            ChangeSubject subject,
            PlanCatalog catalog,
            Supplier<SeatsInUse> inUse,
            PlanTerms before,
            PriceId from,
            Instant now) {
        String plan = wanted.plan().orElse(before.plan().key());
        boolean samePlan = catalog.named(plan).filter(before.plan()::equals).isPresent();
        boolean samePrice = samePlan
                && wanted.interval().map(Optional::of).orElse(before.interval()).equals(before.interval());
        PlanTerms after;
        PriceId to = from;
        if (samePrice) {
            long seats = wanted.seats().orElse(before.seats());
            if (wanted.seats().isPresent() && !before.plan().seats().allows(seats))
                return new Checked.Refused(CheckoutTerms.outOfBounds(before.plan(), seats));
            after = new PlanTerms(before.plan(), before.interval(), seats);
        } else {
            BillingInterval interval = wanted.interval().or(before::interval).orElse(BillingInterval.STANDARD);
            var checked = CheckoutTerms.check(checkout(plan, interval, wanted, before, catalog), catalog);
            if (checked instanceof CheckoutTerms.Checked.Refused no) return new Checked.Refused(no.rejection());
            CheckoutTerms terms = ((CheckoutTerms.Checked.Terms) checked).terms();
            to = terms.price().id();
            after = new PlanTerms(terms.plan(), Optional.of(terms.interval()), terms.seats());
        }
        return terms(wanted, subject, catalog, inUse, before, after, from, to, now);
    }

    private static Checked terms(
            Change wanted,
            ChangeSubject subject,
            PlanCatalog catalog,
            Supplier<SeatsInUse> inUse,
            PlanTerms before,
            PlanTerms after,
            PriceId from,
            PriceId to,
            Instant now) {
        if (from.equals(to) && before.seats() == after.seats())
            return refused(Code.NOTHING_TO_CHANGE, "", "The subscription is like that already.");
        if (hasBeside(subject, from, after.plan(), catalog)) return byHand();
        Optional<Rejection> used =
                after.seats() == before.seats() ? Optional.empty() : used(before, after, inUse.get());
        if (used.isPresent()) return new Checked.Refused(used.get());
        PlanChange kind = PlanChange.between(before, after);
        Optional<Instant> trialEnd =
                kind == PlanChange.UPGRADE ? soonerTrialEnd(subject, after.plan(), catalog) : Optional.empty();
        // One that ends in a moment would be past by the provider's clock.
        boolean endTrial =
                trialEnd.filter(end -> !end.isAfter(now.plus(CLOCK_SKEW))).isPresent();
        SubscriptionChange change = new SubscriptionChange(
                subject.subscription(),
                from,
                to,
                after.seats(),
                kind.atOnce() ? Timing.NOW : Timing.PERIOD_END,
                endTrial,
                kind.atOnce() && !endTrial ? wanted.previewedAt() : Optional.empty(),
                false,
                endTrial ? Optional.empty() : trialEnd);
        return new Checked.Terms(new ChangeTerms(change, kind, before, after));
    }

    /** Whether another line than this one is of the plan: that one would be charged twice. */
    private static boolean hasBeside(ChangeSubject subject, PriceId line, Plan plan, PlanCatalog catalog) {
        return subject.tracked().snapshot().orElseThrow().items().stream()
                .map(SubscriptionItem::price)
                .filter(price -> !price.equals(line))
                .anyMatch(price -> catalog.planOf(price).filter(plan::equals).isPresent());
    }

    private static Checked byHand() {
        return refused(
                Code.NOT_CHANGEABLE, "", "This subscription was put together by hand. Ask who made it to change it.");
    }

    /** Why the seats that are in use forbid another number of them. */
    private static Optional<Rejection> used(PlanTerms before, PlanTerms after, SeatsInUse inUse) {
        if (!inUse.told() && after.seats() < before.seats())
            return Optional.of(new Rejection(
                    Code.SEAT_USAGE_UNKNOWN,
                    "seats",
                    "How many seats are in use can't be told just now, so none are given up. Try again in a moment."));
        return inUse.count().stream()
                .filter(count -> after.seats() < count)
                .mapToObj(count -> new Rejection(
                        Code.SEATS_IN_USE,
                        "seats",
                        count + " seats are in use. Free some first, or keep at least as many."))
                .findFirst();
    }

    /**
     * When a trial would have ended that began with the plan that is wanted, if that is sooner than it ends now. One that ends as
     * that of no plan would was set by a person, and stays: it was granted to this customer, whatever plan it takes.
     */
    private static Optional<Instant> soonerTrialEnd(ChangeSubject subject, Plan plan, PlanCatalog catalog) {
        if (!subject.current().onTrial()) return Optional.empty();
        Instant begun = subject.tracked().snapshot().orElseThrow().created();
        Optional<Instant> now = subject.current().trialEnd();
        if (now.filter(end -> !endsAsOfAPlan(begun, end, catalog)).isPresent()) return Optional.empty();
        Instant end = begun.plus(Duration.ofDays(plan.trialDays()));
        boolean sooner = plan.trialDays() == 0 || now.filter(end::isBefore).isPresent();
        return sooner ? Optional.of(end) : Optional.empty();
    }

    private static boolean endsAsOfAPlan(Instant begun, Instant end, PlanCatalog catalog) {
        Duration lasts = Duration.between(begun, end);
        return catalog.plans().stream()
                .map(plan -> lasts.minusDays(plan.trialDays()).abs())
                .anyMatch(off -> off.compareTo(TRIAL_ROUNDING) <= 0);
    }

    /** Seats that are not said come as near to the present ones as the other plan allows. */
    private static Checkout checkout(
            String plan, BillingInterval interval, Change wanted, PlanTerms before, PlanCatalog catalog) {
        OptionalLong seats = wanted.seats();
        if (seats.isEmpty())
            seats = catalog.named(plan)
                    .map(found -> OptionalLong.of(found.seats().clamp(before.seats())))
                    .orElse(seats);
        Checkout other = Checkout.of(plan).every(interval);
        return seats.isPresent() ? other.seats(seats.getAsLong()) : other;
    }

    /** Why nothing of a subscription that is there can be changed as it stands; nothing where it can. */
    static Optional<Rejection> hindrance(CurrentSubscription current) {
        return ending(current).or(() -> unpaid(current));
    }

    private static Optional<Rejection> ending(CurrentSubscription current) {
        return current.cancelAt()
                .map(end -> new Rejection(
                        Code.ENDING, "", "The subscription is going to end. Resume it first, then change it."));
    }

    /** Why seats that were counted can't be made: what is going to end may still get more. */
    static Optional<Rejection> unpaid(CurrentSubscription current) {
        if (current.paused())
            return Optional.of(
                    new Rejection(Code.PAUSED, "", "The subscription is paused. Resume it first, then change it."));
        if (current.standing().filter(ProviderStatus::paid).isEmpty())
            return Optional.of(new Rejection(Code.PAYMENT_OVERDUE, "", RejectedChange.UNPAID));
        return Optional.empty();
    }

    private static Optional<Rejection> expired(Change wanted, Instant now) {
        return wanted.previewedAt()
                .filter(at -> at.isBefore(now.minus(PREVIEW_HOLDS)) || at.isAfter(now.plus(CLOCK_SKEW)))
                .map(at -> new Rejection(
                        Code.PREVIEW_EXPIRED, "previewedAt", "This preview is too old. Look at the costs again."));
    }

    private static Checked refused(Code code, String field, String sentence) {
        return new Checked.Refused(new Rejection(code, field, sentence));
    }
}
