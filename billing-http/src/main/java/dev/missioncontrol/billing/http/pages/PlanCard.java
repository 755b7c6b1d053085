package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.Price;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;

/** One plan: what it costs and unlocks, and the way to it. */
final class PlanCard {
    private final BillingPageView view;
    private final Plan plan;
    private final Wording wording;
    private final ChangeActions changes;
    private final boolean held;

    PlanCard(BillingPageView view, Plan plan) {
        this.view = view;
        this.plan = plan;
        wording = new Wording(view.chrome().locale());
        changes = new ChangeActions(view);
        held = plan.key().equals(view.held().plan().key());
    }

    Html html() {
        String title = "plan-" + plan.key();
        Html tag = held ? el("p", wording.say("plan.yours")).cls("tag") : Html.NONE;
        Element name = el("div", el("h3", plan.name()).id(title), tag).cls("plan-top");
        Element choice = el("div", choice()).cls("choice");
        return el("li", el("article", name, prices(), features(), choice).attr("aria-labelledby", title))
                .cls(held ? "card plan yours" : "card plan");
    }

    private Html prices() {
        if (plan.free()) return price(nothing(), wording.say("plan.free.lasts"));
        String per = plan.perSeat() ? "plan.per.seat" : "plan.per";
        return perInterval(interval -> plan.price(interval)
                .map(price -> price(wording.money(price.unitAmount()), wording.say(per, "every", interval.word())))
                .orElseGet(() -> el("p", wording.say("plan.not_sold", "every", interval.word()))
                        .cls("price none")));
    }

    private static Html price(String amount, String per) {
        return el(
                        "p",
                        el("span", amount).cls("amount"),
                        Html.text(" "),
                        el("span", per).cls("per"))
                .cls("price");
    }

    /** Zero in the currency of what is sold, as the other cards say it. */
    private String nothing() {
        Stream<Price> prices = view.offer().plans().stream().flatMap(one -> one.prices().values().stream());
        return prices.findFirst()
                .map(price -> wording.money(new Money(0, price.unitAmount().currency())))
                .orElseGet(() -> wording.say("plan.free"));
    }

    private Html features() {
        if (plan.features().isEmpty()) return Html.NONE;
        return el("ul", Html.all(plan.features().stream().map(feature -> el("li", feature))))
                .cls("features")
                .attr("role", "list");
    }

    private Html choice() {
        if (!view.canManage() || view.notice().expectsPlan()) return Html.NONE;
        if (view.held().subscribed()) return plan.free() ? toFree() : change();
        return plan.free() ? Html.NONE : perInterval(interval -> new BuyForm(view, plan, interval).html());
    }

    private Html toFree() {
        return view.held()
                .cancelAt()
                .map(this::from)
                .orElseGet(() -> changes.cancel(wording.say("plan.change.free", "plan", plan.name()), Look.QUIET));
    }

    private Html from(Instant at) {
        return el("p", wording.say("plan.from", "at", at)).cls("hint");
    }

    /** Nothing is changed while something is owed, paused or about to end: the banner says what to do about that first. */
    private Html change() {
        if (!view.changeable()) return Html.NONE;
        return perInterval(interval -> view.next()
                .filter(next -> !held && comes(next, interval))
                .map(next -> from(next.at()))
                .orElseGet(() -> new ChangeForm(view, plan, interval).html()));
    }

    private boolean comes(Changing.Next next, BillingInterval interval) {
        return next.plan().equals(plan)
                && next.interval().filter(interval::equals).isPresent();
    }

    /** Both are in the page, and the stylesheet shows the one whose interval is chosen. */
    private static Html perInterval(Function<BillingInterval, Html> part) {
        return Html.all(Stream.of(BillingInterval.values())
                .map(interval -> el("div", part.apply(interval)).cls("for-" + interval.word())));
    }
}
