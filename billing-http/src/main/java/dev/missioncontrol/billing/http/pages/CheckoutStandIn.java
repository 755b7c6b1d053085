package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The sandbox's stand-in for the provider's checkout page: what is bought, and every way out of it. */
public final class CheckoutStandIn {
    /** Whether the session can still be used. */
    public enum State {
        OPEN,
        COMPLETE,
        EXPIRED
    }

    /**
     * What it shows.
     *
     * @param sessionId of the checkout session; part of every form's address
     * @param state whether it can still be used
     * @param buyer who pays, as people call it
     * @param planName what is bought
     * @param interval how often it is paid
     * @param seats how many
     * @param unitAmount what one seat costs per interval
     * @param trialDays days of trial, 0 for none
     * @param firstCharge when the first payment is due: now, or when the trial is over
     * @param error why the last try failed
     * @param returnUrl where the buyer came from
     * @param csrf the token of the forms
     * @param locale how money, dates and numbers are written
     */
    public record View(
            String sessionId,
            State state,
            String buyer,
            String planName,
            BillingInterval interval,
            int seats,
            Money unitAmount,
            int trialDays,
            Instant firstCharge,
            Optional<String> error,
            String returnUrl,
            String csrf,
            Locale locale) {}

    private CheckoutStandIn() {}

    /** The whole document. */
    public static String render(View view) {
        Element main = el(
                "main",
                el(
                                "header",
                                el("h1", "Checkout"),
                                el("p", el("bdi", view.buyer())).cls("tenant"))
                        .cls("top"),
                view.error().<Html>map(CheckoutStandIn::failed).orElse(Html.NONE),
                view.state() == State.OPEN ? open(view) : over(view));
        return Shell.page("Checkout · Sandbox", view.locale(), true, main.cls("narrow stand-in"));
    }

    static Html failed(String sentence) {
        return el("section", el("p", el("strong", sentence)))
                .cls("banner bad")
                .attr("role", "alert")
                .attr("aria-label", "Notice");
    }

    private static Html open(View view) {
        Wording wording = new Wording(view.locale());
        Money total = view.unitAmount().times(view.seats());
        Money today = view.trialDays() > 0 ? new Money(0, total.currency()) : total;
        Html trial = view.trialDays() > 0
                ? row("Trial", wording.say("count.days", "days", view.trialDays()) + " free")
                : Html.NONE;
        Html then = view.trialDays() > 0
                ? row("From " + wording.date(view.firstCharge()), wording.every(total, view.interval()))
                : row("Then", wording.every(total, view.interval()));
        return Html.all(
                el(
                                "section",
                                el(
                                        "h2",
                                        wording.say(
                                                "held.title",
                                                "plan",
                                                view.planName(),
                                                "every",
                                                view.interval().word())),
                                el(
                                                "dl",
                                                row(
                                                        wording.say("count.seats", "seats", view.seats()),
                                                        wording.every(view.unitAmount(), view.interval()) + " each"),
                                                trial,
                                                row("Today", wording.money(today))
                                                        .cls("total"),
                                                then)
                                        .cls("rows"),
                                el("div", pay(view, wording, today)).cls("actions wide"))
                        .cls("card"),
                about(
                        "This page stands in for the payment provider's. Paying sends the same signed webhooks that the provider would send."));
    }

    private static Html pay(View view, Wording wording, Money today) {
        Forms forms = new Forms(view.csrf());
        String at = "/sandbox/checkout/" + Forms.segment(view.sessionId()) + "/";
        String label = today.minorUnits() == 0 ? "Start the trial" : "Pay " + wording.money(today);
        return Html.all(
                forms.button(at + "pay", label, "Paying…", Look.PRIMARY),
                view.trialDays() > 0
                        ? forms.button(at + "no-card", "Start it without a card", "Starting…", Look.PLAIN)
                        : Html.all(
                                forms.button(at + "later", "Pay in a way that takes days", "Paying…", Look.PLAIN),
                                forms.button(
                                        at + "later-and-wait",
                                        "Pay in a way that takes days, and wait for it",
                                        "Paying…",
                                        Look.PLAIN),
                                forms.button(at + "bank", "Let the bank ask first", "Asking…", Look.PLAIN)),
                forms.button(at + "decline", "Pay with a declining card", "Paying…", Look.PLAIN),
                forms.button(at + "leave", "Leave", "Leaving…", Look.QUIET));
    }

    private static Html over(View view) {
        String sentence = view.state() == State.COMPLETE
                ? "This checkout is paid. There is nothing more to do here."
                : "This checkout is no longer open. You have not been charged; start again from the billing page.";
        return el("section", el("p", sentence), back(view.returnUrl())).cls("card");
    }

    static Html back(String returnUrl) {
        String safe = Element.isAddress(returnUrl) ? returnUrl : "/billing";
        return el("div", el("a", "Back to billing").cls("button plain").attr("href", safe))
                .cls("actions");
    }

    static Html about(String sentence) {
        return el("p", sentence).cls("hint about");
    }

    static Element row(String term, String value) {
        return el("div", el("dt", term), el("dd", value));
    }
}
