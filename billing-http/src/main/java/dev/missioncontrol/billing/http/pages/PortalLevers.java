package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.http.pages.PortalStandIn.Subscription;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.util.Arrays;
import java.util.stream.Stream;

/** The forms of the portal's stand-in. */
final class PortalLevers {
    /** How far the clock can be moved at once: an ISO-8601 period and what it is called. */
    private record Leap(String period, String words) {}

    private static final Leap[] LEAPS = {
        new Leap("P1D", "1 day"), new Leap("P7D", "7 days"), new Leap("P31D", "31 days"), new Leap("P1Y", "1 year")
    };

    private final PortalStandIn.View view;
    private final Forms forms;
    private final Wording wording;

    PortalLevers(PortalStandIn.View view) {
        this.view = view;
        forms = new Forms(view.csrf());
        wording = new Wording(view.locale());
    }

    /** Posts {@code plan}, {@code interval} and {@code seats} to {@code change}. */
    Html change(Subscription one) {
        Html plans = Html.all(view.plans().stream()
                .filter(Plan::sold)
                .map(plan -> el("option", plan.name())
                        .attr("value", plan.key())
                        .flag("selected", plan.key().equals(one.planKey()))));
        Html intervals = Html.all(Arrays.stream(BillingInterval.values())
                .map(interval -> el("option", interval == BillingInterval.MONTH ? "Monthly" : "Yearly")
                        .attr("value", interval.word())
                        .flag("selected", interval == one.interval())));
        Element seats = el("input")
                .id("change-seats")
                .attr("type", "number")
                .attr("name", "seats")
                .attr("inputmode", "numeric")
                .attr("min", 1)
                .attr("max", SeatPolicy.MOST)
                .attr("value", one.seats())
                .flag("required");
        Html fields = el(
                        "div",
                        field(
                                "Plan",
                                "change-plan",
                                el("select", plans).id("change-plan").attr("name", "plan")),
                        field(
                                "Paid",
                                "change-interval",
                                el("select", intervals).id("change-interval").attr("name", "interval")),
                        field("Seats", "change-seats", seats))
                .cls("fields");
        return card(
                "Change the plan",
                forms.post(
                        at("change"),
                        fields,
                        el("div", Forms.submit("Change the plan", "Changing…", Look.PRIMARY))
                                .cls("actions")));
    }

    /** Posts to {@code fail-next} and {@code pay}. */
    Html card() {
        String sentence = view.nextPaymentFails() ? "The next payment will fail." : "The next payment will be made.";
        return card(
                "Card",
                el("p", sentence),
                actions(
                        button("fail-next", "Let the next payment fail", "Saving…", Look.PLAIN),
                        button("pay", "Renew the card and pay", "Paying…", Look.PLAIN)));
    }

    /** Posts {@code by}, an ISO-8601 period, to {@code advance}. */
    Html clock() {
        Html leaps = Html.all(Stream.of(LEAPS)
                .map(leap -> Forms.submit(leap.words(), "Moving…", Look.PLAIN)
                        .attr("name", "by")
                        .attr("value", leap.period())
                        .attr("aria-label", "Move the clock by " + leap.words())));
        return card(
                "Move the clock",
                el("p", "The sandbox's time is " + wording.minute(view.clock()) + ". It only goes forward."),
                forms.post(at("advance"), el("div", leaps).cls("actions")));
    }

    /** Posts {@code shape}, {@code classic} or {@code flexible}, to {@code cancel}; and to {@code pause}, {@code cancel-now} and {@code resume}. */
    Html end(Subscription one) {
        if (one.status().equals("incomplete")) return Html.NONE;
        if (one.cancelAt().isPresent() || one.status().equals("paused"))
            return card(
                    "End the subscription",
                    actions(button("resume", "Resume", "Resuming…", Look.PRIMARY), cancelNow()));
        return card(
                "End the subscription",
                el("p", "The provider has two shapes of ending at the period's end; the application must read both."),
                actions(
                        button(
                                "cancel",
                                "Cancel at period end (classic)",
                                "Canceling…",
                                Look.PLAIN,
                                Forms.hidden("shape", "classic")),
                        button(
                                "cancel",
                                "Cancel at period end (flexible)",
                                "Canceling…",
                                Look.PLAIN,
                                Forms.hidden("shape", "flexible")),
                        button("pause", "Pause", "Pausing…", Look.PLAIN),
                        cancelNow()));
    }

    /** Posts to {@code settle} and {@code fail-settling}. */
    Html payment(Subscription one) {
        if (!one.paymentOnItsWay()) return Html.NONE;
        return card(
                "The payment that is on its way",
                actions(
                        button("settle", "Let it arrive", "Paying…", Look.PRIMARY),
                        button("fail-settling", "Let it fail", "Failing…", Look.PLAIN)));
    }

    private Html cancelNow() {
        return button("cancel-now", "Cancel now", "Canceling…", Look.DANGER);
    }

    private String at(String action) {
        return "/sandbox/portal/" + Forms.segment(view.sessionId()) + "/" + action;
    }

    private Html button(String action, String label, String busy, Look look, Html... hidden) {
        return forms.button(at(action), label, busy, look, hidden);
    }

    private static Html actions(Html... buttons) {
        return el("div", buttons).cls("actions");
    }

    private static Html field(String label, String id, Html input) {
        return el("div", el("label", label).attr("for", id), input).cls("field");
    }

    private static Html card(String title, Html... content) {
        return el("section", el("h2", title)).cls("card").with(content);
    }
}
