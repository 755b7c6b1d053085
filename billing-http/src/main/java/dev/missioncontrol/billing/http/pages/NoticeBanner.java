package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.BillingPageView.DatedPlan;
import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.Money;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The one banner above the card: what happened, what it means, what to do. */
final class NoticeBanner {
    /** How often the script asks while a payment is being confirmed, and when it gives up: a minute is long for a buyer. */
    private static final int POLL_MILLIS = 2500;

    private static final int POLL_FOR_MILLIS = 60_000;

    private enum Tone {
        INFO,
        WAIT,
        WARN,
        BAD
    }

    private final BillingPageView view;
    private final Wording wording;
    private final BillingActions actions;
    private final String plan;

    NoticeBanner(BillingPageView view) {
        this.view = view;
        wording = new Wording(view.chrome().locale());
        actions = new BillingActions(view);
        plan = view.held().plan().name();
    }

    Html html() {
        return switch (view.notice()) {
            case NONE -> Html.NONE;
            case CONFIRMING -> confirming();
            case CHECKOUT_LEFT -> banner(Tone.INFO, "You have not been charged.", "", actions.backToCheckout());
            case INCOMPLETE ->
                banner(Tone.WARN, "Your bank asks you to confirm the payment.", "", actions.confirmPayment());
            case PAST_DUE_GRACE ->
                banner(Tone.BAD, "Your last payment failed.", keptUntil(), actions.updatePaymentMethod());
            case PAST_DUE_NO_ACCESS ->
                banner(
                        Tone.BAD,
                        "Your payment failed and " + plan + " is paused.",
                        "Nothing is deleted.",
                        actions.updatePaymentMethod());
            case TRIALING -> banner(Tone.INFO, trialLeft(), then(), actions.addPaymentMethod());
            case CANCELS_AT_PERIOD_END ->
                banner(
                        Tone.WARN,
                        plan + " ends" + on(view.held().cancelAt()) + ";",
                        "then you are on " + freeName() + ".",
                        actions.portal("Keep " + plan, Look.PRIMARY));
            case DOWNGRADE_SCHEDULED -> banner(Tone.INFO, changes(), "", actions.portal("Keep " + plan, Look.PRIMARY));
            case CANCELED -> banner(Tone.INFO, ended(), "", actions.choosePlan());
            case PAUSED ->
                banner(Tone.WARN, "Your subscription is paused.", "", actions.portal("Resume", Look.PRIMARY));
            case TWO_SUBSCRIPTIONS ->
                banner(
                        Tone.WARN,
                        "You have two subscriptions;",
                        "we are looking at it. You can use " + plan + ".",
                        actions.contact());
            case PLAN_NO_LONGER_SOLD -> banner(Tone.INFO, "You keep " + plan + " as long as you like.", "", Html.NONE);
            case PROVIDER_AWAY ->
                banner(
                        Tone.WARN,
                        "Changes are not possible just now;",
                        "your plan is not affected.",
                        actions.tryAgain());
            case READER -> banner(Tone.INFO, BillingActions.ASK_AN_OWNER, "", Html.NONE);
        };
    }

    private Html banner(Tone tone, String first, String rest, Html action) {
        String more = onlyAnOwnerCan() ? (rest + " " + BillingActions.ASK_AN_OWNER).strip() : rest;
        return section(tone).with(words(first, more), action);
    }

    private boolean onlyAnOwnerCan() {
        return !view.canManage()
                && switch (view.notice()) {
                    case READER, TWO_SUBSCRIPTIONS, PLAN_NO_LONGER_SOLD, PROVIDER_AWAY -> false;
                    default -> true;
                };
    }

    /** Asks by script, and without one by loading the page again: see {@link BillingPage}. */
    private Html confirming() {
        Element late = el("div")
                .id("confirming-late")
                .flag("hidden")
                .with(
                        words(
                                "This takes longer than usual.",
                                "If you paid, your plan arrives as soon as we hear of it; you are not charged twice."),
                        el("div", actions.checkAgain(), actions.contact()).cls("actions"));
        return section(Tone.WAIT)
                .attr("data-poll", POLL_MILLIS)
                .attr("data-poll-for", POLL_FOR_MILLIS)
                .with(
                        words("We are confirming your payment.", "This page updates by itself.")
                                .id("confirming-now"),
                        late);
    }

    private static Element section(Tone tone) {
        return el("section")
                .cls("banner " + tone.name().toLowerCase(Locale.ROOT))
                .attr("aria-label", "Notice");
    }

    private static Element words(String first, String rest) {
        Element sentence = el("p", el("strong", first));
        return rest.isEmpty() ? sentence : sentence.with(" " + rest);
    }

    private String keptUntil() {
        return "You keep " + plan
                + view.held()
                        .accessUntil()
                        .map(at -> " until " + wording.date(at))
                        .orElse(" for now") + ".";
    }

    private String trialLeft() {
        long days = view.held()
                .trialEnd()
                .map(end -> Wording.daysLeft(view.now(), end))
                .orElse(0L);
        String left = days == 0 ? "Your trial ends today" : wording.count(days, "day") + " of trial left";
        return left + (then().isEmpty() ? "." : ";");
    }

    private String then() {
        Optional<Money> total = view.held().total();
        return total.isEmpty() || view.held().interval().isEmpty()
                ? ""
                : "then " + wording.every(total.get(), view.held().interval().get()) + ".";
    }

    private String changes() {
        return view.next()
                .map(next -> "Changes to " + next.name() + " on " + wording.date(next.at()) + ".")
                .orElse("Changes at the end of the period.");
    }

    private String ended() {
        String name = view.former().map(DatedPlan::name).orElse("Your plan");
        return name + " ended" + on(view.former().map(DatedPlan::at)) + ".";
    }

    private String on(Optional<Instant> at) {
        return at.map(when -> " on " + wording.date(when)).orElse("");
    }

    private String freeName() {
        return view.offer().plans().stream()
                .filter(one -> one.free())
                .findFirst()
                .map(one -> one.name())
                .orElse("Free");
    }
}
