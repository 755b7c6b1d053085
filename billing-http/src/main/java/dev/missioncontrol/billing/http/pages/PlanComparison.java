package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.FeatureTable;
import dev.missioncontrol.billing.plan.Limit;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The plans that are sold beside each other, with all that they differ in: a table, which the stylesheet turns into a card for each
 * row where there is no room. Roles are said aloud, since browsers forget them when a table is shown as something else.
 */
final class PlanComparison {
    private final List<Plan> plans;
    private final Wording wording;

    PlanComparison(BillingPageView view) {
        plans = view.offer().plans().stream().filter(Plan::offered).toList();
        wording = new Wording(view.chrome().locale());
    }

    Html html() {
        FeatureTable features = FeatureTable.of(plans);
        if (plans.size() < 2 || features.rows().isEmpty()) return Html.NONE;
        Element head = row(el("td").attr("role", "cell"))
                .with(Html.all(plans.stream()
                        .map(plan -> el("th", plan.name()).attr("scope", "col").attr("role", "columnheader"))));
        Element body = group("tbody")
                .with(prices(BillingInterval.MONTH), prices(BillingInterval.YEAR))
                .with(row(wording.say("compare.seats"), plan -> Html.text(seats(plan.seats()))))
                .with(Html.all(limits().map(this::limit)))
                .with(Html.all(features.rows().stream()
                        .map(one -> row(one.feature(), plan -> has(one.plans().contains(plan.key()))))));
        return el(
                        "details",
                        el("summary", wording.say("compare.title")),
                        el(
                                        "table",
                                        el("caption", wording.say("compare.caption"))
                                                .cls("visually-hidden"),
                                        group("thead").with(head),
                                        body)
                                .attr("role", "table"))
                .cls("card compare");
    }

    /** Names of what is limited, in the order of the catalogue. */
    private Stream<String> limits() {
        return plans.stream().flatMap(plan -> plan.limits().keySet().stream()).distinct();
    }

    private Html limit(String name) {
        String words = name.replace('_', ' ').replace('-', ' ');
        String title = words.substring(0, 1).toUpperCase(wording.locale()) + words.substring(1);
        return row(title, plan -> amount(plan.limits().getOrDefault(name, Limit.NONE)));
    }

    private Html amount(Limit limit) {
        if (limit.equals(Limit.NONE)) return no();
        return Html.text(
                limit.most().isPresent() ? wording.number(limit.most().getAsLong()) : wording.say("compare.unlimited"));
    }

    private Html prices(BillingInterval interval) {
        if (plans.stream().noneMatch(plan -> plan.price(interval).isPresent())) return Html.NONE;
        return row(
                wording.say("compare.price", "every", interval.word()),
                plan -> plan.price(interval)
                        .map(price -> Html.text(wording.money(price.unitAmount())))
                        .orElseGet(() -> plan.free() ? Html.text(wording.say("plan.free")) : no()));
    }

    private String seats(SeatPolicy seats) {
        if (seats.min() == seats.max()) return wording.number(seats.max());
        return seats.max() == SeatPolicy.MOST
                ? wording.say("compare.seats.from", "least", seats.min())
                : wording.say("compare.seats.range", "least", seats.min(), "most", seats.max());
    }

    private Html has(boolean included) {
        if (!included) return no();
        return Html.all(
                el("span").cls("yes").attr("aria-hidden", "true"),
                el("span", wording.say("compare.yes")).cls("visually-hidden"));
    }

    private Html no() {
        return Html.all(
                el("span", "–").cls("no").attr("aria-hidden", "true"),
                el("span", wording.say("compare.no")).cls("visually-hidden"));
    }

    private Html row(String what, Function<Plan, Html> cell) {
        return row(el("th", what).attr("scope", "row").attr("role", "rowheader"))
                .with(Html.all(plans.stream()
                        .map(plan ->
                                el("td", cell.apply(plan)).attr("role", "cell").attr("data-plan", plan.name()))));
    }

    private static Element row(Element first) {
        return el("tr", first).attr("role", "row");
    }

    private static Element group(String name) {
        return el(name).attr("role", "rowgroup");
    }
}
