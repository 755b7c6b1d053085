package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.plan.Money;
import java.util.Locale;
import java.util.Optional;

/** The one banner above the card: what happened, what it means, what to do. */
final class NoticeBanner {
    /** How often the script asks while a payment is being confirmed, and when it gives up: a minute is long for a buyer. */
    private static final int POLL_MILLIS = 2500;

    static final int POLL_FOR_MILLIS = 60_000;

    private enum Tone {
        INFO,
        WAIT,
        WARN,
        BAD,
        GOOD
    }

    private final BillingPageView view;
    private final Wording wording;
    private final BillingActions actions;
    private final ChangeActions changes;
    private final String plan;

    NoticeBanner(BillingPageView view) {
        this.view = view;
        wording = new Wording(view.chrome().locale());
        actions = new BillingActions(view);
        changes = new ChangeActions(view);
        plan = view.held().plan().name();
    }

    Html html() {
        return switch (view.notice()) {
            case NONE -> Html.NONE;
            case CONFIRMING, CHANGE_CONFIRMING -> confirming();
            case CHECKOUT_LEFT -> banner(Tone.INFO, wording.say("notice.checkout_left"), "", actions.backToCheckout());
            case INCOMPLETE -> banner(Tone.WARN, wording.say("notice.incomplete"), "", actions.confirmPayment());
            case PAYMENT_ON_ITS_WAY -> banner(Tone.INFO, wording.say("notice.on_its_way"), onItsWay(), Html.NONE);
            case PAST_DUE_GRACE ->
                banner(Tone.BAD, wording.say("notice.past_due"), keptUntil(), actions.updatePaymentMethod());
            case PAST_DUE_NO_ACCESS ->
                banner(
                        Tone.BAD,
                        wording.say("notice.no_access", "plan", plan),
                        wording.say("notice.no_access.more"),
                        actions.updatePaymentMethod());
            case TRIALING -> banner(Tone.INFO, trialLeft(), then(), actions.addOrChangePaymentMethod());
            case CANCELS_AT_PERIOD_END ->
                banner(Tone.WARN, ends(), wording.say("notice.ends.then", "free", freeName()), changes.keep());
            case DOWNGRADE_SCHEDULED -> banner(Tone.INFO, coming(), "", changes.keep());
            case CANCELED -> banner(Tone.INFO, ended(), "", view.over() ? actions.checkAgain() : actions.choosePlan());
            case PAUSED -> banner(Tone.WARN, wording.say("notice.paused"), "", changes.unpause());
            case TWO_SUBSCRIPTIONS ->
                banner(
                        Tone.WARN,
                        wording.say("notice.two"),
                        wording.say("notice.two.more", "plan", plan),
                        actions.contact());
            case PLAN_NO_LONGER_SOLD -> banner(Tone.INFO, wording.say("notice.legacy", "plan", plan), "", Html.NONE);
            case PROVIDER_AWAY ->
                banner(Tone.WARN, wording.say("notice.away"), wording.say("notice.away.more"), actions.tryAgain());
            case NOT_SET_UP ->
                banner(
                        Tone.WARN,
                        wording.say("notice.not_set_up"),
                        wording.say("notice.not_set_up.more"),
                        actions.contact());
            case CHANGED -> banner(Tone.GOOD, wording.say("notice.changed"), has(), Html.NONE);
            case GOES_ON ->
                banner(
                        Tone.GOOD,
                        wording.say("notice.goes_on"),
                        wording.say("notice.goes_on.more", "plan", plan),
                        Html.NONE);
            case DECLINED ->
                banner(
                        Tone.BAD,
                        wording.say("notice.declined"),
                        wording.say("notice.declined.more"),
                        actions.updatePaymentMethod());
            case NO_PAYMENT_METHOD ->
                banner(
                        Tone.BAD,
                        wording.say("notice.no_payment_method"),
                        wording.say("notice.no_payment_method.more"),
                        actions.updatePaymentMethod());
            case PAYMENT_NEEDED ->
                banner(
                        Tone.WARN,
                        wording.say("notice.payment_needed"),
                        wording.say("notice.payment_needed.more"),
                        changes.confirmPayment());
            case UNSURE ->
                banner(
                        Tone.WARN,
                        wording.say("notice.unsure"),
                        wording.say("notice.unsure.more"),
                        actions.checkAgain());
            case TOO_FAST ->
                banner(Tone.WARN, wording.say("notice.too_fast"), wording.say("notice.too_fast.more"), Html.NONE);
            case READER -> banner(Tone.INFO, wording.say("notice.ask_an_owner"), "", Html.NONE);
        };
    }

    private Html banner(Tone tone, String first, String rest, Html action) {
        String whom = onlyAnOwnerCan() ? "notice.ask_an_owner" : paysElsewhere() ? "notice.ask_seller" : "";
        String more = whom.isEmpty() ? rest : (rest + " " + wording.say(whom)).strip();
        return section(tone).with(words(first, more), action);
    }

    /** Whether something is to be paid that can't be paid from here. */
    private boolean paysElsewhere() {
        return !view.changing().portal()
                && switch (view.notice()) {
                    case PAST_DUE_GRACE, PAST_DUE_NO_ACCESS, DECLINED, NO_PAYMENT_METHOD -> true;
                    case INCOMPLETE -> view.offer().attempt().isEmpty();
                    default -> false;
                };
    }

    private boolean onlyAnOwnerCan() {
        return !view.canManage()
                && switch (view.notice()) {
                    case READER,
                            PAYMENT_ON_ITS_WAY,
                            TWO_SUBSCRIPTIONS,
                            PLAN_NO_LONGER_SOLD,
                            PROVIDER_AWAY,
                            NOT_SET_UP,
                            CHANGED,
                            GOES_ON,
                            UNSURE,
                            TOO_FAST -> false;
                    default -> true;
                };
    }

    /** Asks by script, and without one by loading the page again: see {@link BillingPage}. */
    private Html confirming() {
        boolean late = view.nextLook().isEmpty();
        Element help = el("div")
                .id("confirming-late")
                .flag("hidden", !late)
                .with(
                        words(wording.say("notice.confirming.late"), wording.say("notice.confirming.late.more")),
                        el("div", actions.checkAgain(), actions.contact()).cls("actions"));
        return section(Tone.WAIT, late ? " late" : "")
                .attr("data-poll", POLL_MILLIS)
                .attr("data-poll-for", POLL_FOR_MILLIS)
                .with(
                        words(wording.say("notice.confirming"), wording.say("notice.confirming.more"))
                                .id("confirming-now")
                                .flag("hidden", late),
                        help);
    }

    private Element section(Tone tone) {
        return section(tone, "");
    }

    private Element section(Tone tone, String more) {
        return el("section")
                .cls("banner " + tone.name().toLowerCase(Locale.ROOT) + more)
                .attr("aria-label", wording.say("notice.label"));
    }

    private static Element words(String first, String rest) {
        Element sentence = el("p", el("strong", first));
        return rest.isEmpty() ? sentence : sentence.with(" " + rest);
    }

    private String onItsWay() {
        return view.offer()
                .attempt()
                .flatMap(attempt -> view.offer().plans().stream()
                        .filter(one -> one.key().equals(attempt.plan()))
                        .findFirst())
                .map(bought -> wording.say("notice.on_its_way.plan", "plan", bought.name()))
                .orElseGet(() -> wording.say("notice.on_its_way.more"));
    }

    private String keptUntil() {
        return view.held()
                .accessUntil()
                .map(at -> Wording.daysLeft(view.now(), at) <= 1
                        ? wording.say("notice.past_due.last_day", "plan", plan)
                        : wording.say("notice.past_due.kept_until", "plan", plan, "at", at))
                .orElseGet(() -> wording.say("notice.past_due.kept", "plan", plan));
    }

    private String trialLeft() {
        long days = view.held()
                .trialEnd()
                .map(end -> Wording.daysLeft(view.now(), end))
                .orElse(0L);
        return wording.say(then().isEmpty() ? "notice.trial" : "notice.trial.then", "days", days);
    }

    private String then() {
        Optional<Money> total = view.held().total();
        return total.isEmpty() || view.held().interval().isEmpty()
                ? ""
                : wording.say(
                        "notice.trial.price",
                        "price",
                        wording.every(total.get(), view.held().interval().get()));
    }

    private String ends() {
        return view.held()
                .cancelAt()
                .map(at -> wording.say("notice.ends.at", "plan", plan, "at", at))
                .orElseGet(() -> wording.say("notice.ends", "plan", plan));
    }

    private String coming() {
        return view.next().map(this::coming).orElseGet(() -> wording.say("notice.changes"));
    }

    private String coming(Changing.Next next) {
        if (!next.plan().equals(view.held().plan()))
            return wording.say("notice.changes.at", "plan", next.plan().name(), "at", next.at());
        if (next.interval().isPresent() && !next.interval().equals(view.held().interval()))
            return wording.say(
                    "notice.changes.every", "every", next.interval().get().word(), "at", next.at());
        return wording.say("notice.changes.seats", "seats", next.seats(), "at", next.at());
    }

    private String has() {
        return !view.held().plan().perSeat()
                ? wording.say("notice.changed.more", "plan", plan)
                : wording.say(
                        "notice.changed.more.seats",
                        "plan",
                        plan,
                        "seats",
                        view.held().seats());
    }

    /** Before the provider has said so there is nothing to buy instead, and nothing to keep: only to look again. */
    private String ended() {
        if (view.over())
            return wording.say(
                    "notice.ended.at",
                    "plan",
                    plan,
                    "at",
                    view.held().cancelAt().get());
        return view.former()
                .map(former -> wording.say("notice.ended.at", "plan", former.name(), "at", former.at()))
                .orElseGet(() -> wording.say("notice.ended"));
    }

    private String freeName() {
        return view.offer().plans().stream()
                .filter(one -> one.free())
                .findFirst()
                .map(one -> one.name())
                .orElseGet(() -> wording.say("plan.free"));
    }
}
