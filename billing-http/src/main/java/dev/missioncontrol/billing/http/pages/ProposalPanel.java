package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Changing.GoingOn;
import dev.missioncontrol.billing.http.pages.Changing.Other;
import dev.missioncontrol.billing.http.pages.Changing.Proposal;
import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was asked for, before anything changes: what is paid today, what comes when, and the two ways on. */
final class ProposalPanel {
    private final BillingPageView view;
    private final Wording wording;
    private final ChangeActions actions;

    ProposalPanel(BillingPageView view) {
        this.view = view;
        wording = new Wording(view.chrome().locale());
        actions = new ChangeActions(view);
    }

    Html html() {
        Optional<Proposal> proposal = view.changing().proposal().filter(any -> view.canManage());
        if (proposal.isEmpty()) return Html.NONE;
        Element panel = el("section", renewed(proposal.get()))
                .cls("card proposal")
                .id(ChangeActions.PANEL)
                .attr("tabindex", "-1")
                .flag("autofocus")
                .attr("aria-labelledby", "proposal-title");
        if (proposal.get() instanceof Other other) return other(panel, other);
        if (proposal.get() instanceof GoingOn again) return goingOn(panel, again);
        return end(panel);
    }

    private Html renewed(Proposal proposal) {
        return switch (proposal.renewed()) {
            case NOT -> Html.NONE;
            case CHANGED_MEANWHILE ->
                el("p", wording.say("proposal.changed_meanwhile")).cls("renewed");
            case TOO_OLD -> el("p", wording.say("proposal.too_old")).cls("renewed");
        };
    }

    private Html other(Element panel, Other other) {
        Costs costs = new Costs(view, other, wording);
        Money due = other.costs().dueNow();
        String confirm = !other.kind().atOnce()
                ? wording.say("proposal.confirm.later", "at", other.costs().effectiveAt())
                : due.minorUnits() > 0
                        ? wording.say("proposal.confirm.pay", "money", due)
                        : wording.say("proposal.confirm");
        return panel.with(
                title(costs.title()),
                el("dl", Html.all(costs.rows().stream())).cls("rows costs"),
                other.endsTrial() ? hint("proposal.ends_trial") : Html.NONE,
                buttons(
                        actions.confirm(ChangeActions.CHANGE, confirm, Look.PRIMARY, hidden(other)),
                        actions.leave(wording.say("proposal.leave"))));
    }

    private static Html[] hidden(Other other) {
        List<Html> fields = new ArrayList<>();
        fields.add(Forms.hidden("plan", other.plan().key()));
        other.interval().map(BillingInterval::word).ifPresent(word -> fields.add(Forms.hidden("interval", word)));
        fields.add(Forms.hidden("seats", Long.toString(other.seats())));
        other.costs().prorationDate().ifPresent(at -> fields.add(Forms.hidden("previewedAt", at.toString())));
        return fields.toArray(Html[]::new);
    }

    private Html end(Element panel) {
        String plan = view.held().plan().name();
        Optional<Instant> at =
                view.held().onTrial() ? view.held().trialEnd() : view.held().currentPeriodEnd();
        Html then = Costs.row(wording.say("proposal.then"), afterTheEnd(), "");
        String label = at.map(end -> wording.say("proposal.end.confirm.at", "at", end))
                .orElseGet(() -> wording.say("proposal.end.confirm"));
        return panel.with(
                title(wording.say("proposal.end.title", "plan", plan)),
                el("dl", kept(plan, at), then).cls("rows costs"),
                buttons(
                        actions.confirm(ChangeActions.CANCEL, label, Look.DANGER, Forms.hidden("when", "period_end")),
                        actions.leave(wording.say("action.keep", "plan", plan))),
                view.changing().cancelNow() ? atOnce() : Html.NONE);
    }

    private String afterTheEnd() {
        if (view.held().owes()) return wording.say("proposal.end.free.owed", "free", freeName());
        return view.twice() ? wording.say("proposal.end.twice") : wording.say("proposal.end.free", "free", freeName());
    }

    /** What is owed is not paid for: it is kept no longer than access lasts, which may be over before the period is. */
    private Html kept(String plan, Optional<Instant> end) {
        return switch (view.held().access()) {
            case FULL ->
                until(
                        end,
                        wording.say(
                                view.held().onTrial() ? "proposal.end.kept.trial" : "proposal.end.kept", "plan", plan));
            case GRACE -> {
                Optional<Instant> grace = view.held().accessUntil();
                boolean sooner =
                        grace.isPresent() && end.filter(grace.get()::isAfter).isEmpty();
                yield until(sooner ? grace : end, wording.say("proposal.end.kept.owed", "plan", plan));
            }
            case NONE -> Html.NONE;
        };
    }

    private Html until(Optional<Instant> end, String words) {
        String when = end.map(at -> wording.say("proposal.until", "at", at))
                .orElseGet(() -> wording.say("proposal.until.period"));
        return Costs.row(when, words, "");
    }

    private Html atOnce() {
        String means = view.held().owes()
                ? "proposal.end.now.means.owed"
                : view.held().onTrial() ? "proposal.end.now.means.trial" : "proposal.end.now.means";
        return el(
                        "div",
                        el("p", wording.say(means)).cls("hint"),
                        actions.confirm(
                                ChangeActions.CANCEL,
                                wording.say("proposal.end.now"),
                                Look.QUIET,
                                Forms.hidden("when", "now")))
                .cls("aside");
    }

    private Html goingOn(Element panel, GoingOn again) {
        String plan = view.held().plan().name();
        String begins = view.held()
                .interval()
                .map(every -> wording.say("proposal.resume.period", "every", every.word()))
                .orElse("");
        Html today = again.price()
                .<Html>map(price -> el("dl", Costs.row(wording.say("proposal.today"), begins, wording.money(price)))
                        .cls("rows costs"))
                .orElseGet(() -> el("p", begins).cls("hint"));
        String label = again.price()
                .map(price -> wording.say("proposal.resume.pay", "money", price))
                .orElseGet(() -> wording.say("action.resume"));
        return panel.with(
                title(wording.say("proposal.resume.title", "plan", plan)),
                today,
                hint("proposal.resume.tax"),
                buttons(
                        actions.confirm(ChangeActions.RESUME, label, Look.PRIMARY),
                        actions.leave(wording.say("proposal.leave"))));
    }

    private Html title(String words) {
        return el("h2", words).id("proposal-title");
    }

    private Html hint(String key) {
        return el("p", wording.say(key)).cls("hint");
    }

    private static Html buttons(Html... all) {
        return el("div", all).cls("actions");
    }

    private String freeName() {
        return view.offer().plans().stream()
                .filter(one -> one.free())
                .findFirst()
                .map(one -> one.name())
                .orElseGet(() -> wording.say("plan.free"));
    }
}
