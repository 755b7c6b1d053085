package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a checkout buys, checked against the catalogue.
 *
 * @param plan what
 * @param interval month or year
 * @param price what one seat costs
 * @param seats how many
 */
public record CheckoutTerms(Plan plan, BillingInterval interval, Price price, int seats) {
    /** The terms, or why they can't be had. */
    sealed interface Checked {
        record Terms(CheckoutTerms terms) implements Checked {}

        record Refused(Rejection rejection) implements Checked {}
    }

    static Checked check(Checkout wanted, PlanCatalog catalog) {
        Optional<Plan> found = catalog.named(wanted.plan());
        if (found.isEmpty())
            return refused(
                    Rejection.Code.UNKNOWN_PLAN,
                    "plan",
                    "There is no such plan. Plans that are sold: " + sold(catalog) + ".");
        Plan plan = found.get();
        if (!plan.sold())
            return refused(
                    Rejection.Code.PLAN_NOT_SOLD,
                    "plan",
                    plan.name() + " is not sold. Plans that are: " + sold(catalog) + ".");
        Optional<Price> price = plan.price(wanted.interval());
        if (price.isEmpty()) {
            String words = plan.prices().keySet().stream()
                    .sorted()
                    .map(BillingInterval::word)
                    .collect(Collectors.joining(" or "));
            return refused(
                    Rejection.Code.INTERVAL_NOT_SOLD, "interval", plan.name() + " is sold by the " + words + " only.");
        }
        long seats = wanted.seats().orElse(plan.seats().min());
        if (!plan.seats().allows(seats)) return new Checked.Refused(outOfBounds(plan, seats));
        return new Checked.Terms(new CheckoutTerms(plan, wanted.interval(), price.get(), (int) seats));
    }

    /**
     * The same with as many seats as are in use, where no number was wanted; or why so few can't be had. A plan of one seat is not sold by
     * the seat. What is in use and can't be told is no reason to sell nothing: nobody gives a seat up by buying some.
     *
     * @param said whether a number of seats was wanted
     */
    Checked whileInUse(SeatsInUse inUse, boolean said) {
        long used = inUse.count().orElse(0);
        if (used <= seats) return new Checked.Terms(this);
        boolean fits = plan.seats().allows(used);
        if (!said && fits) return new Checked.Terms(new CheckoutTerms(plan, interval, price, (int) used));
        return refused(
                Rejection.Code.SEATS_IN_USE,
                "seats",
                fits
                        ? used + " seats are in use. Free some first, or take at least as many."
                        : used + " seats are in use, and " + plan.name() + " has " + bounds(plan.seats(), used)
                                + ". Free some first, or choose another plan.");
    }

    static Rejection outOfBounds(Plan plan, long seats) {
        return new Rejection(
                Rejection.Code.SEATS_OUT_OF_BOUNDS,
                "seats",
                plan.name() + " has " + bounds(plan.seats(), seats) + ", not " + seats + ".");
    }

    private static Checked refused(Rejection.Code code, String field, String sentence) {
        return new Checked.Refused(new Rejection(code, field, sentence));
    }

    private static String sold(PlanCatalog catalog) {
        return catalog.sold().stream().map(Plan::key).collect(Collectors.joining(", "));
    }

    /** Without the most that can be asked for at all, but to those who asked for more. */
    private static String bounds(SeatPolicy seats, long asked) {
        if (seats.max() == 1) return "1 seat";
        return seats.max() == SeatPolicy.MOST && asked < seats.min()
                ? "at least " + seats.min() + " seats"
                : seats.min() + " to " + seats.max() + " seats";
    }
}
