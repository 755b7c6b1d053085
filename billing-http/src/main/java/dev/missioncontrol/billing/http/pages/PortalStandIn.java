package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sandbox's stand-in for the provider's customer portal, with levers that the real one lacks: cards and the clock. */
public final class PortalStandIn {
    /**
     * What it shows.
     *
     * @param sessionId of the portal session; part of every form's address
     * @param customer whose subscriptions these are, as people call it
     * @param subscription the one to act on; absent if there never was one
     * @param plans what it can change to; free and retired ones are left out
     * @param nextPaymentFails whether the card declines, or there is none
     * @param clock the sandbox's time
     * @param message what the last action did
     * @param error why the last action was refused
     * @param returnUrl where "Back to billing" leads
     * @param csrf the token of the forms
     * @param locale how money, dates and numbers are written
     */
    public record View(
            String sessionId,
            String customer,
            Optional<Subscription> subscription,
            List<Plan> plans,
            boolean nextPaymentFails,
            Instant clock,
            Optional<String> message,
            Optional<String> error,
            String returnUrl,
            String csrf,
            Locale locale) {}

    /**
     * A subscription as the sandbox keeps it.
     *
     * @param id the subscription
     * @param planKey key of its plan, empty if no plan has its price
     * @param planName the plan's name
     * @param status the provider's word
     * @param interval how often it is paid
     * @param seats how many
     * @param total what all seats cost per interval
     * @param currentPeriodEnd until when it is paid for
     * @param cancelAt when it ends, in whichever shape that is kept
     * @param trialEnd when its trial ends
     * @param paymentOnItsWay whether its newest invoice is being paid in a way that takes days
     */
    public record Subscription(
            String id,
            String planKey,
            String planName,
            String status,
            BillingInterval interval,
            int seats,
            Money total,
            Instant currentPeriodEnd,
            Optional<Instant> cancelAt,
            Optional<Instant> trialEnd,
            boolean paymentOnItsWay) {

        /** Whether it can never change again. */
        public boolean ended() {
            return status.equals("canceled") || status.equals("incomplete_expired");
        }
    }

    private PortalStandIn() {}

    /** The whole document. */
    public static String render(View view) {
        PortalLevers levers = new PortalLevers(view);
        Html main = view.subscription()
                .<Html>map(one -> Html.all(
                        summary(view, one),
                        one.ended() ? Html.NONE : levers.change(one),
                        levers.card(),
                        levers.clock(),
                        levers.payment(one),
                        one.ended() ? Html.NONE : levers.end(one)))
                .orElseGet(() -> Html.all(none(view), levers.clock()));
        Element page = el(
                "main",
                el(
                                "header",
                                el("h1", "Customer portal"),
                                el("p", el("bdi", view.customer())).cls("tenant"))
                        .cls("top"),
                notice("bad", view.error()),
                notice("info", view.message()),
                main,
                CheckoutStandIn.about(
                        "This page stands in for the payment provider's portal. What you do here reaches the application as signed webhooks."));
        return Shell.page("Customer portal · Sandbox", view.locale(), true, page.cls("narrow stand-in"));
    }

    private static Html notice(String tone, Optional<String> sentence) {
        return sentence.<Html>map(said -> el("section", el("p", said))
                        .cls("banner " + tone)
                        .attr("role", "status")
                        .attr("aria-label", "Notice"))
                .orElse(Html.NONE);
    }

    private static Html none(View view) {
        return el(
                        "section",
                        el("h2", "No subscription"),
                        el("p", "Buy a plan on the billing page first."),
                        CheckoutStandIn.back(view.returnUrl()))
                .cls("card");
    }

    private static Html summary(View view, Subscription one) {
        Wording wording = new Wording(view.locale());
        Html trial = one.trialEnd()
                .<Html>map(end -> CheckoutStandIn.row("Trial until", wording.date(end)))
                .orElse(Html.NONE);
        Html period =
                one.ended() ? Html.NONE : CheckoutStandIn.row("Period ends", wording.date(one.currentPeriodEnd()));
        Html ends = one.cancelAt()
                .<Html>map(at -> CheckoutStandIn.row(one.ended() ? "Ended" : "Ends for good", wording.date(at)))
                .orElse(Html.NONE);
        return el(
                        "section",
                        el(
                                        "div",
                                        el(
                                                "h2",
                                                wording.say(
                                                        "held.title",
                                                        "plan",
                                                        one.planName(),
                                                        "every",
                                                        one.interval().word())),
                                        el("p", one.status()).cls("pill " + tone(one)))
                                .cls("held-top"),
                        el(
                                        "dl",
                                        CheckoutStandIn.row("Subscription", one.id()),
                                        CheckoutStandIn.row("Seats", Integer.toString(one.seats())),
                                        CheckoutStandIn.row("Price", wording.every(one.total(), one.interval())),
                                        trial,
                                        period,
                                        ends)
                                .cls("rows"),
                        CheckoutStandIn.back(view.returnUrl()))
                .cls("card");
    }

    private static String tone(Subscription one) {
        return switch (one.status()) {
            case "active", "trialing" -> one.cancelAt().isPresent() ? "warn" : "good";
            case "canceled", "incomplete_expired" -> "off";
            default -> "bad";
        };
    }
}
