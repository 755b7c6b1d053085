package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.Price;
import java.util.List;
import java.util.Optional;

/**
 * The form that buys one plan at one interval. Each interval has a form of its own: with two buttons in one form, Enter
 * in the field of seats would press the first, shown or not.
 */
record BuyForm(BillingPageView view, Plan plan, BillingInterval interval) {
    Html html() {
        Optional<Price> price = plan.price(interval);
        if (price.isEmpty()) return Html.NONE;
        return new Forms(view.chrome().csrf())
                .post(
                        BillingActions.CHECKOUT,
                        Forms.hidden("plan", plan.key()),
                        Forms.hidden("interval", interval.word()),
                        view.offer()
                                .promotion()
                                .flatMap(Promotion::code)
                                .map(code -> Forms.hidden("promotionCode", code))
                                .orElse(Html.NONE),
                        attempt()
                                .filter(last -> last.interval() == interval)
                                .map(BillingActions::goesOn)
                                .orElse(Html.NONE),
                        plan.perSeat()
                                ? seats()
                                : Forms.hidden(
                                        "seats", Integer.toString(plan.seats().min())),
                        sum(price.get()),
                        Forms.submit(
                                wording().say("buy.choose", "plan", plan.name()),
                                wording().say("action.opening_checkout"),
                                stands() ? Look.PRIMARY : Look.PLAIN))
                .cls("buy");
    }

    /** As many as are in use, as far as that is known and the plan has so many. */
    private long least() {
        return plan.seats().fewest(view.held().seatsInUse());
    }

    private Html seats() {
        Optional<String> wrong = view.error()
                .filter(error -> isBesideField(error) && error.plan().equals(plan.key()))
                .map(FieldError::sentence);
        long value = attempt().map(Attempt::seats).orElse(least());
        boolean focus = wrong.isPresent() && interval == view.offer().interval();
        return new SeatField(
                        "seats-" + plan.key() + "-" + interval.word(),
                        plan,
                        view.held().seatsInUse(),
                        value,
                        wrong,
                        focus,
                        wording())
                .html();
    }

    /** What all seats cost, and from when. */
    private Html sum(Price price) {
        boolean trial = plan.trialDays() > 0 && view.offer().trials();
        if (!plan.perSeat() && !trial) return Html.NONE;
        long seats = attempt()
                .map(Attempt::seats)
                .filter(plan.seats()::allows)
                .orElse(plan.perSeat() ? least() : (long) plan.seats().min());
        SeatSum sum = new SeatSum(price, interval, seats, wording());
        int days = plan.trialDays();
        if (!plan.perSeat()) return sum.of(el("span", wording().say("buy.trial", "days", days)));
        return trial ? sum.of(sum.label("buy.trial.seats", "days", days)) : sum.html();
    }

    /** Whether its button stands out: what was asked for last, else the dearest; nothing beside a banner. */
    private boolean stands() {
        if (view.notice() != BillingNotice.NONE) return false;
        List<Plan> sold = view.offer().plans().stream().filter(Plan::sold).toList();
        Plan dearest = sold.get(sold.size() - 1);
        return sold.stream()
                .filter(one -> view.offer()
                        .attempt()
                        .filter(last -> last.plan().equals(one.key()))
                        .isPresent())
                .findFirst()
                .orElse(dearest)
                .equals(plan);
    }

    private Optional<Attempt> attempt() {
        return view.offer().attempt().filter(last -> last.plan().equals(plan.key()));
    }

    private Wording wording() {
        return new Wording(view.chrome().locale());
    }

    static boolean isBesideField(FieldError error) {
        return error.field().equals("seats");
    }

    /** Whether one of these plans has a form that shows this error beside its field. */
    static boolean shows(FieldError error, List<Plan> plans) {
        return isBesideField(error)
                && plans.stream().anyMatch(plan -> plan.key().equals(error.plan()) && plan.perSeat());
    }
}
