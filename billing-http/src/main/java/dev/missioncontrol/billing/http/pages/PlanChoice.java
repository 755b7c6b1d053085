package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The plans beside each other, with the switch between month and year above them. */
final class PlanChoice {
    private final BillingPageView view;
    private final List<Plan> plans;
    private final Wording wording;

    PlanChoice(BillingPageView view) {
        this.view = view;
        plans = view.offer().plans().stream().filter(Plan::offered).toList();
        wording = new Wording(view.chrome().locale());
    }

    Html html() {
        if (plans.isEmpty()) return Html.NONE;
        Element cards = el("ul", Html.all(plans.stream().map(plan -> new PlanCard(view, plan).html())))
                .cls("plans")
                .attr("role", "list");
        return el(
                        "section",
                        el("h2", wording.say("plans.title")).id("plans-title"),
                        both() ? intervals() : Html.NONE,
                        errorOfNoField(),
                        cards,
                        new PromotionForm(view).html())
                .id("plans")
                .attr("tabindex", "-1")
                .attr("aria-labelledby", "plans-title")
                .attr(
                        both() ? "data-interval" : "data-single",
                        view.offer().interval().word());
    }

    private boolean both() {
        return Arrays.stream(BillingInterval.values())
                .allMatch(interval ->
                        plans.stream().anyMatch(plan -> plan.price(interval).isPresent()));
    }

    /** Both prices are in the page and the stylesheet shows one; the button is for browsers that can't. */
    private Html intervals() {
        String savings = Savings.of(plans, wording).map(saved -> ", " + saved).orElse("");
        return el(
                        "form",
                        el(
                                        "fieldset",
                                        el("legend", wording.say("plans.show_by"))
                                                .cls("visually-hidden"),
                                        radio(BillingInterval.MONTH, ""),
                                        radio(BillingInterval.YEAR, savings))
                                .cls("segments"),
                        el("button", wording.say("plans.show"))
                                .cls("button plain fallback")
                                .attr("type", "submit"))
                .cls("intervals")
                .attr("method", "get")
                .attr("action", "/billing");
    }

    private Html radio(BillingInterval interval, String more) {
        String id = "interval-" + interval.word();
        Element name = el("span", wording.say("plans.every", "every", interval.word()));
        return el(
                "label",
                el("input")
                        .attr("type", "radio")
                        .attr("name", "interval")
                        .attr("value", interval.word())
                        .id(id)
                        .flag("checked", interval == view.offer().interval()),
                more.isEmpty() ? name : name.with(el("small", more)));
    }

    /** Those whose seats can be said somewhere in the page. */
    private List<Plan> withField() {
        Stream<Plan> kept = ChangeForm.ofHeld(view).map(ChangeForm::plan).stream();
        return Stream.concat(plans.stream(), kept).toList();
    }

    private Html errorOfNoField() {
        return view.error()
                .filter(error -> !BuyForm.shows(error, withField()))
                .map(FieldError::sentence)
                .<Html>map(sentence -> el("p", sentence).cls("error").attr("role", "alert"))
                .orElse(Html.NONE);
    }
}
