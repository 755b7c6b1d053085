package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.http.pages.BillingPageView.Held;
import dev.missioncontrol.billing.http.pages.Forms.Look;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The card that says in one sentence what the tenant has, how many, until when and for how much. */
final class HeldCard {
    private final BillingPageView view;
    private final Held held;
    private final Wording wording;
    private final BillingActions actions;
    private final ChangeActions changes;

    HeldCard(BillingPageView view) {
        this.view = view;
        held = view.held();
        wording = new Wording(view.chrome().locale());
        actions = new BillingActions(view);
        changes = new ChangeActions(view);
    }

    Html html() {
        String title = held.interval()
                .map(every -> wording.say("held.title", "plan", held.plan().name(), "every", every.word()))
                .orElse(held.plan().name());
        Element top = el("div", el("h2", title).id("held-plan"), pill()).cls("held-top");
        return el("section", top, el("p", sentence()).id("held-sentence"), unsure(), keptSeats(), buttons())
                .cls("card held")
                .attr("aria-labelledby", "held-plan");
    }

    private Html pill() {
        if (!held.subscribed()) return Html.NONE;
        if (held.access() == Access.NONE)
            return pill("bad", held.paused() && !view.over() ? "pill.paused" : "pill.no_access");
        boolean ends = held.cancelAt().isPresent();
        return switch (held.status()) {
            case ACTIVE -> ends ? pill("warn", "pill.ends") : pill("good", "pill.active");
            case TRIALING -> ends ? pill("warn", "pill.trial.ends") : pill("good", "pill.trial");
            case PAST_DUE -> pill("bad", "pill.past_due");
            case CANCELED -> Html.NONE;
        };
    }

    private Html pill(String tone, String key) {
        return el("p", wording.say(key)).cls("pill " + tone);
    }

    private String sentence() {
        if (!held.subscribed()) return nothing();
        return (seats() + " " + renewal()).strip();
    }

    private String nothing() {
        if (view.notice().expectsPlan()) return wording.say("held.nothing.soon");
        return wording.say(view.canManage() ? "held.nothing.choose" : "held.nothing");
    }

    private String seats() {
        if (!held.plan().perSeat() && held.seats() == 1) return "";
        return held.seatsInUse().isPresent()
                ? wording.say(
                        "held.seats.used",
                        "seats",
                        held.seats(),
                        "used",
                        held.seatsInUse().getAsInt())
                : wording.say("held.seats", "seats", held.seats());
    }

    /** What is owed is an invoice's amount, of other seats or with a credit maybe: it is beside the invoice, and not said here. */
    private String renewal() {
        Optional<Object> total = held.total().map(money -> money);
        Optional<Object> every = held.total()
                .map(money -> held.interval()
                        .<Object>map(interval -> wording.every(money, interval))
                        .orElse(money));
        if (held.cancelAt().isPresent()) return ending(held.cancelAt().get());
        if (held.access() == Access.NONE) return wording.say(held.paused() ? "held.paused" : "held.unpaid");
        if (held.status() == SubscriptionStatus.PAST_DUE) return wording.say("held.overdue");
        if (held.onTrial() && held.trialEnd().isPresent())
            return trial(held.trialEnd().get(), every);
        if (view.next().isPresent()) return then(view.next().get());
        return held.currentPeriodEnd()
                .map(end -> priced("held.renews.at", total, "at", end))
                .orElseGet(() -> priced("held.renews", every));
    }

    private String ending(Instant at) {
        if (view.over()) return wording.say("held.ended", "at", at);
        if (held.owes()) return wording.say("held.ends.owed", "at", at);
        return wording.say(view.twice() ? "held.ends.twice" : "held.ends", "at", at);
    }

    /** The first payment is of what is planned, where that begins with it. */
    private String trial(Instant end, Optional<Object> every) {
        Optional<Changing.Next> next =
                view.next().filter(planned -> !planned.at().isAfter(end));
        return priced("held.trial", next.isPresent() ? price(next.get()) : every, "at", end);
    }

    private String then(Changing.Next next) {
        String name = !next.plan().perSeat()
                ? next.plan().name()
                : wording.say("proposal.plan.seats", "plan", next.plan().name(), "seats", next.seats());
        return priced("held.next", price(next), "at", next.at(), "next", name);
    }

    private Optional<Object> price(Changing.Next next) {
        return next.interval()
                .flatMap(every -> next.plan()
                        .price(every)
                        .map(sold -> wording.every(sold.unitAmount().times(next.seats()), every)));
    }

    /** The text of this key, or the one that says the price too where it is known. */
    private String priced(String key, Optional<Object> price, Object... named) {
        if (price.isEmpty()) return wording.say(key, named);
        Object[] all = Arrays.copyOf(named, named.length + 2);
        all[named.length] = "price";
        all[named.length + 1] = price.get();
        return wording.say(key + ".price", all);
    }

    private Html unsure() {
        return held.provisional() ? el("p", wording.say("held.unsure")).cls("hint") : Html.NONE;
    }

    /** Seats of what is sold no more: no card of a plan has them. */
    private Html keptSeats() {
        if (!view.canManage() || view.notice().expectsPlan()) return Html.NONE;
        return ChangeForm.ofHeld(view)
                .<Html>map(form -> el("div", form.form()).cls("choice"))
                .orElse(Html.NONE);
    }

    /** Plans and seats are changed where they are shown; the rest is here. */
    private Html buttons() {
        if (!view.canManage() || view.notice().expectsPlan()) return Html.NONE;
        if (!held.subscribed())
            return view.former().isEmpty()
                    ? Html.NONE
                    : buttons(actions.portal(wording.say("action.invoices"), Look.PLAIN), Html.NONE);
        Html cancel = held.cancelAt().isEmpty() ? changes.cancel(wording.say("held.cancel"), Look.QUIET) : Html.NONE;
        return buttons(actions.portal(wording.say("action.invoices_and_payment"), Look.PLAIN), cancel);
    }

    private static Html buttons(Html first, Html second) {
        return first == Html.NONE && second == Html.NONE
                ? Html.NONE
                : el("div", first, second).cls("actions");
    }
}
