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
import java.util.function.Function;
import java.util.stream.Stream;

/** One plan: what it costs and unlocks, and the way to it. */
final class PlanCard {
    private final BillingPageView view;
    private final Plan plan;
    private final Wording wording;
    private final BillingActions actions;
    private final Forms forms;
    private final boolean held;

    PlanCard(BillingPageView view, Plan plan) {
        this.view = view;
        this.plan = plan;
        wording = new Wording(view.chrome().locale());
        actions = new BillingActions(view);
        forms = new Forms(view.chrome().csrf());
        held = plan.key().equals(view.held().plan().key());
    }

    Html html() {
        String title = "plan-" + plan.key();
        Element name = el(
                        "div",
                        el("h3", plan.name()).id(title),
                        held ? el("p", "Your plan").cls("tag") : Html.NONE)
                .cls("plan-top");
        return el(
                        "li",
                        el(
                                        "article",
                                        name,
                                        prices(),
                                        features(),
                                        el("div", choice()).cls("choice"))
                                .attr("aria-labelledby", title))
                .cls(held ? "card plan yours" : "card plan");
    }

    private Html prices() {
        if (plan.free())
            return el(
                            "p",
                            el("span", "Free").cls("amount"),
                            el("span", "for as long as you like").cls("per"))
                    .cls("price");
        return perInterval(interval -> plan.price(interval)
                .map(this::price)
                .map(price -> {
                    String unit = perSeat() ? "a seat " + Wording.per(interval) : Wording.per(interval);
                    return price.with(el("span", unit).cls("per"));
                })
                .orElseGet(() -> el("p", "Not sold " + Wording.adverb(interval)).cls("price none")));
    }

    private Element price(Price price) {
        return el("p", el("span", wording.money(price.unitAmount())).cls("amount"), Html.text(" "))
                .cls("price");
    }

    private boolean perSeat() {
        return plan.seats().max() > 1;
    }

    private Html features() {
        if (plan.features().isEmpty()) return Html.NONE;
        return el("ul", Html.all(plan.features().stream().map(feature -> el("li", feature))))
                .cls("features")
                .attr("role", "list");
    }

    private Html choice() {
        if (!view.canManage() || view.notice() == BillingNotice.CONFIRMING) return Html.NONE;
        if (view.held().subscribed()) return changeInPortal();
        return plan.free() ? Html.NONE : checkout();
    }

    private Html changeInPortal() {
        if (plan.free())
            return view.held().cancelAt().isPresent()
                    ? el("p", "From " + wording.date(view.held().cancelAt().get()))
                            .cls("hint")
                    : actions.portal("Cancel in portal", "subscription_cancel", Look.QUIET);
        if (!held) return actions.portal("Change in portal", "subscription_update", Look.PLAIN);
        Optional<BillingInterval> paid = view.held().interval();
        return perInterval(interval -> {
            boolean other = paid.isPresent()
                    && paid.get() != interval
                    && plan.price(interval).isPresent();
            if (other) return actions.portal("Pay " + Wording.adverb(interval), "subscription_update", Look.PLAIN);
            return perSeat() ? actions.portal("Change seats", "subscription_update", Look.PLAIN) : Html.NONE;
        });
    }

    private Html checkout() {
        Element form = forms.post(BillingActions.CHECKOUT, Forms.hidden("plan", plan.key()))
                .cls("checkout");
        return form.with(seats(), perInterval(this::buy));
    }

    private Html buy(BillingInterval interval) {
        Optional<Price> price = plan.price(interval);
        if (price.isEmpty()) return Html.NONE;
        Html trial = plan.trialDays() > 0 && view.offer().trials()
                ? el(
                                "p",
                                wording.count(plan.trialDays(), "day") + " free, then "
                                        + wording.sum(price.get(), seatsShown(), interval))
                        .cls("sum")
                : Html.NONE;
        Element button = Forms.submit(
                        "Choose " + plan.name(), BillingActions.OPENING_CHECKOUT, stands() ? Look.PRIMARY : Look.PLAIN)
                .attr("name", "interval")
                .attr("value", interval.word());
        return Html.all(perSeat() ? sum(price.get(), interval) : Html.NONE, perSeat() ? Html.NONE : trial, button);
    }

    /** Whether its button stands out: what was asked for last, else the dearest; nothing beside a banner with a button. */
    private boolean stands() {
        if (view.notice() != BillingNotice.NONE) return false;
        List<Plan> sold = view.offer().plans().stream()
                .filter(one -> !one.retired() && !one.free())
                .toList();
        return sold.stream()
                .filter(one -> PlanChoice.attempt(view, one).isPresent())
                .findFirst()
                .orElse(sold.get(sold.size() - 1))
                .equals(plan);
    }

    private Html sum(Price price, BillingInterval interval) {
        String trial = plan.trialDays() > 0 && view.offer().trials()
                ? wording.count(plan.trialDays(), "day") + " free, then "
                : "";
        String currency = price.unitAmount().currency();
        return el(
                        "p",
                        Html.text(trial),
                        el("output", wording.sum(price, seatsShown(), interval))
                                .attr("for", "seats-" + plan.key())
                                .attr("aria-live", "polite")
                                .attr("data-unit", price.unitAmount().minorUnits())
                                .attr("data-currency", currency.toUpperCase(java.util.Locale.ROOT))
                                .attr("data-decimals", MinorUnits.decimals(currency))
                                .attr("data-per", Wording.per(interval)))
                .cls("sum");
    }

    private long seatsShown() {
        return PlanChoice.attempt(view, plan)
                .map(Attempt::seats)
                .filter(plan.seats()::allows)
                .orElse((long) plan.seats().min());
    }

    private Html seats() {
        if (!perSeat())
            return Forms.hidden("seats", Integer.toString(plan.seats().min()));
        Optional<FieldError> error = view.error().filter(this::isMine);
        long value = PlanChoice.attempt(view, plan).map(Attempt::seats).orElse((long)
                plan.seats().min());
        return new SeatField("seats-" + plan.key(), plan, value, error.map(FieldError::sentence), wording).html();
    }

    private boolean isMine(FieldError error) {
        return error.plan().equals(plan.key()) && error.field().equals("seats");
    }

    /** Whether one of these plans has a form with the field that is wrong. */
    static boolean showsBesideField(FieldError error, List<Plan> plans) {
        return error.field().equals("seats")
                && plans.stream()
                        .anyMatch(plan ->
                                plan.key().equals(error.plan()) && plan.seats().max() > 1);
    }

    private static Html perInterval(Function<BillingInterval, Html> part) {
        return Html.all(Stream.of(BillingInterval.values())
                .map(interval -> el("div", part.apply(interval)).cls("for-" + interval.word())));
    }
}
