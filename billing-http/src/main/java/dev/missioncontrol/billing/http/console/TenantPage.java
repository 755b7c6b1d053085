package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One tenant: what it has, why, and all that led to it. */
public final class TenantPage {
    private TenantPage() {}

    /**
     * The whole document.
     *
     * @param done what was just done, in a sentence
     * @param attempt what was tried and refused
     */
    public static String render(
            ConsoleChrome chrome, Explanation why, Optional<String> done, Optional<Attempt> attempt) {
        List<Html> content = new ArrayList<>();
        content.add(el("p", el("a", "Tenants").attr("href", "/console/tenants")).cls("crumbs"));
        content.add(el("h1", el("bdi", why.tenant().value())));
        done.ifPresent(said -> content.add(el("p", said).cls("note good").attr("role", "status")));
        content.add(Show.unreadable(why.unreadable()));
        content.add(has(why));
        if (!why.subscriptions().isEmpty()) content.add(subscriptions(why));
        content.add(timeline(why));
        if (chrome.act()) content.add(actions(chrome, why, attempt));
        return ConsoleShell.page(
                why.tenant().value(), chrome, ConsoleShell.Place.TENANTS, content.toArray(new Html[0]));
    }

    private static Html has(Explanation why) {
        Element facts = el("dl").cls("facts");
        if (why.status().isPresent()) facts = facts(facts, why.status().get());
        Optional<String> customer =
                why.customer().map(CustomerBinding::customer).map(Object::toString);
        facts = fact(facts, "Customer", customer.<Html>map(Show::id).orElse(Html.text("none")));
        Optional<Instant> asOf = why.status().flatMap(has -> has.current().asOf());
        if (asOf.isPresent()) facts = fact(facts, "Known as of", Show.moment(asOf.get()));
        Element reasons = el("ul");
        for (String sentence :
                why.why().subList(Math.min(1, why.why().size()), why.why().size()))
            reasons = reasons.with(el("li", sentence));
        return el(
                        "section",
                        el("h2", "What it has, and why").cls("visually-hidden"),
                        el("p", why.why().isEmpty() ? "" : why.why().get(0)).cls("because"),
                        reasons.children().isEmpty() ? Html.NONE : reasons.cls("reasons"),
                        facts)
                .cls("card");
    }

    private static Element facts(Element facts, TenantStatus has) {
        CurrentSubscription current = has.current();
        facts = fact(facts, "Plan", Html.text(current.plan()));
        facts = fact(facts, "Status", Show.state(current.status().word()));
        facts = fact(facts, "Access", Html.text(has.access().level().name().toLowerCase(Locale.ROOT)));
        facts = fact(facts, "Seats", Html.text(Show.number(current.seats())));
        if (current.interval().isPresent())
            facts = fact(facts, "Interval", Html.text(current.interval().get().word()));
        if (current.currentPeriodEnd().isPresent())
            facts = fact(
                    facts, "Paid until", Show.moment(current.currentPeriodEnd().get()));
        if (current.cancelAt().isPresent())
            facts = fact(
                    facts,
                    current.live() ? "Ends" : "Ended",
                    Show.moment(current.cancelAt().get()));
        return facts;
    }

    private static Element fact(Element facts, String name, Html value) {
        return facts.with(el("div", el("dt", name), el("dd", value)));
    }

    private static Html subscriptions(Explanation why) {
        Tables table = Tables.of("Subscriptions", "Subscription", "Counts", "Why");
        for (Explanation.Reason one : why.subscriptions())
            table.row(Show.id(one.subscription().id().value()))
                    .cell(one.counts() ? "yes" : "no")
                    .cell(one.sentence());
        return el("section", el("h2", "Subscriptions"), table.frame());
    }

    private static Html timeline(Explanation why) {
        List<Explanation.Entry> newestFirst = new ArrayList<>(why.timeline());
        Collections.reverse(newestFirst);
        Element list = el("ol").cls("timeline");
        for (Explanation.Entry entry : newestFirst)
            list = list.with(
                    entry instanceof Explanation.Entry.Event event
                            ? event(event.event())
                            : decision(((Explanation.Entry.Decision) entry).entry()));
        Html body = newestFirst.isEmpty() ? el("p", "Nothing has happened yet.").cls("card empty") : list;
        Html cut = why.earlierLeftOut()
                ? el("p", "Earlier entries are left out here; the command explain tells them too.")
                        .cls("hint")
                : Html.NONE;
        return el("section", el("h2", "What happened, newest first"), body, cut);
    }

    private static Html event(InboxEvent event) {
        return el(
                        "li",
                        el(
                                        "p",
                                        Show.moment(event.received()),
                                        el("span", "event").cls("kind"),
                                        Show.outcome(event.outcome()))
                                .cls("when"),
                        el("p", el("strong", event.type()), Html.text(" · "), Html.text(event.reason())),
                        el(
                                        "p",
                                        Show.event(
                                                event.id(),
                                                Html.all(Show.id(event.id().value()), Html.text(" and its payload"))))
                                .cls("hint"))
                .cls("of-event");
    }

    private static Html decision(AuditEntry entry) {
        List<Change> changes = changes(entry.before(), entry.after());
        Html changed = el("p", "Nothing that the tenant has changed.").cls("hint");
        if (!changes.isEmpty()) {
            Tables table = Tables.of("What decision " + entry.sequence() + " changed", "What", "Before", "After");
            for (Change change : changes)
                table.row(Html.text(change.name())).cell(change.before()).cell(change.after());
            changed = table.frame();
        }
        return el(
                        "li",
                        el(
                                        "p",
                                        Show.moment(entry.at()),
                                        el("span", "decision").cls("kind"),
                                        el("span", "by " + entry.actor()).cls("hint"))
                                .cls("when"),
                        el("p", entry.rule()),
                        changed,
                        entry.event()
                                .<Html>map(id -> el("p", Html.text("because of "), Show.event(id, Show.id(id.value())))
                                        .cls("hint"))
                                .orElse(Html.NONE))
                .cls(changes.isEmpty() ? "of-decision" : "of-decision changed");
    }

    private record Change(String name, String before, String after) {}

    private static List<Change> changes(CurrentSubscription before, CurrentSubscription after) {
        List<Change> changes = new ArrayList<>();
        changed(changes, "Plan", before.plan(), after.plan());
        changed(
                changes,
                "Status",
                Show.words(before.status().word()),
                Show.words(after.status().word()));
        changed(changes, "Seats", Show.number(before.seats()), Show.number(after.seats()));
        changed(
                changes,
                "Interval",
                text(before.interval().map(one -> one.word())),
                text(after.interval().map(one -> one.word())));
        changed(
                changes,
                "Paid until",
                text(before.currentPeriodEnd().map(Show::day)),
                text(after.currentPeriodEnd().map(Show::day)));
        changed(
                changes,
                "Ends",
                text(before.cancelAt().map(Show::day)),
                text(after.cancelAt().map(Show::day)));
        changed(
                changes,
                "Trial until",
                text(before.trialEnd().map(Show::day)),
                text(after.trialEnd().map(Show::day)));
        changed(changes, "Provider says", text(before.providerStatus()), text(after.providerStatus()));
        changed(
                changes,
                "Subscription",
                text(before.subscription().map(Object::toString)),
                text(after.subscription().map(Object::toString)));
        return changes;
    }

    private static String text(Optional<String> value) {
        return value.orElse("–");
    }

    private static void changed(List<Change> changes, String name, String before, String after) {
        if (!before.equals(after)) changes.add(new Change(name, before, after));
    }

    private static Html actions(ConsoleChrome chrome, Explanation why, Optional<Attempt> attempt) {
        Html refresh = why.record().isPresent() ? Actions.refresh(chrome, why.tenant(), attempt) : Html.NONE;
        Html bind = Actions.bind(chrome, why.tenant().value(), "", "", false, attempt);
        return el("section", el("h2", "Actions"), el("div", refresh, bind).cls("actions-grid"));
    }
}
