package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.http.pages.BillingPageView.Held;
import dev.missioncontrol.billing.http.pages.Forms.Look;

/** The card that says in one sentence what the tenant has, how many, until when and for how much. */
final class HeldCard {
    private final BillingPageView view;
    private final Held held;
    private final Wording wording;
    private final BillingActions actions;

    HeldCard(BillingPageView view) {
        this.view = view;
        held = view.held();
        wording = new Wording(view.chrome().locale());
        actions = new BillingActions(view);
    }

    Html html() {
        String interval =
                held.interval().map(every -> " · " + Wording.adverb(every)).orElse("");
        Element top = el("div", el("h2", held.plan().name() + interval).id("held-plan"), pill())
                .cls("held-top");
        return el("section", top, el("p", sentence()).id("held-sentence"), unsure(), buttons())
                .cls("card held")
                .attr("aria-labelledby", "held-plan");
    }

    private Html pill() {
        if (!held.subscribed()) return Html.NONE;
        String providers = held.providerStatus().orElse("");
        if (held.access() == Access.NONE) return pill("bad", providers.equals("paused") ? "Paused" : "No access");
        return switch (held.status()) {
            case "active" -> held.cancelAt().isPresent() ? pill("warn", "Ends soon") : pill("good", "Active");
            case "trialing" -> held.cancelAt().isPresent() ? pill("warn", "Trial ends soon") : pill("good", "Trial");
            case "past_due" -> pill("bad", "Payment failed");
            default -> pill("warn", held.status().replace('_', ' '));
        };
    }

    private static Html pill(String tone, String word) {
        return el("p", word).cls("pill " + tone);
    }

    private String sentence() {
        if (!held.subscribed()) return nothing();
        return seats() + renewal();
    }

    private String nothing() {
        if (view.notice() == BillingNotice.CONFIRMING) return "Your new plan appears here.";
        return view.canManage() ? "You pay nothing. Choose a plan when you need more." : "You pay nothing.";
    }

    private String seats() {
        if (held.plan().seats().max() == 1 && held.seats() == 1) return "";
        String used = held.seatsInUse().isPresent() ? ", " + held.seatsInUse().getAsInt() + " in use" : "";
        return wording.count(held.seats(), "seat") + used + ". ";
    }

    private String renewal() {
        if (held.access() == Access.NONE)
            return held.providerStatus().filter("paused"::equals).isPresent()
                    ? "Paused; nothing is charged meanwhile."
                    : "Paused until the open payment" + price(" of ") + " arrives.";
        if (held.cancelAt().isPresent())
            return "Ends on " + wording.date(held.cancelAt().get()) + "; nothing more is charged.";
        if (held.status().equals("past_due")) return "The payment" + price(" of ") + " is overdue.";
        if (held.status().equals("trialing") && held.trialEnd().isPresent())
            return "Free until " + wording.date(held.trialEnd().get()) + every("; then ") + ".";
        return held.currentPeriodEnd()
                .map(end -> "Renews on " + wording.date(end) + price(" for ") + ".")
                .orElse("Renews" + every(" for ") + ".");
    }

    private String price(String before) {
        return held.total().map(total -> before + wording.money(total)).orElse("");
    }

    private String every(String before) {
        return held.interval().isEmpty()
                ? price(before)
                : held.total()
                        .map(total ->
                                before + wording.every(total, held.interval().get()))
                        .orElse("");
    }

    private Html unsure() {
        return held.provisional()
                ? el("p", "Just received; we are checking the details with the payment provider.")
                        .cls("hint")
                : Html.NONE;
    }

    /** The banner's button is the one primary action where there is one. */
    private Html buttons() {
        if (!view.canManage() || view.notice() == BillingNotice.CONFIRMING) return Html.NONE;
        if (!held.subscribed())
            return view.former().isEmpty()
                    ? Html.NONE
                    : el("div", actions.portal("Invoices and receipts", Look.PLAIN))
                            .cls("actions");
        boolean calm = switch (view.notice()) {
            case NONE, READER, PLAN_NO_LONGER_SOLD -> true;
            default -> false;
        };
        return all(calm ? Look.PRIMARY : Look.PLAIN);
    }

    private Html all(Look manage) {
        return Html.all(
                el(
                                "div",
                                actions.portal("Manage subscription", manage),
                                actions.portal("Payment method", "payment_method_update", Look.QUIET))
                        .cls("actions"),
                el("p", "Seats, invoices and cancellation are in the customer portal.")
                        .cls("hint"));
    }
}
