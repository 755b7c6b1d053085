package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One event of the provider: what became of it, what it said, and the one thing to do about it. */
public final class EventPage {
    /**
     * What it shows.
     *
     * @param event the event
     * @param customer whose the subscription is that it is about, as far as that is known
     * @param payload what was stored of it, to read
     */
    public record View(InboxEvent event, Optional<CustomerId> customer, String payload) {}

    private EventPage() {}

    /** The whole document. */
    public static String render(ConsoleChrome chrome, View view, Optional<String> done, Optional<Attempt> attempt) {
        InboxEvent event = view.event();
        List<Html> content = new ArrayList<>();
        content.add(el("p", el("a", "Inbox").attr("href", "/console/inbox")).cls("crumbs"));
        content.add(el("h1", event.type()));
        done.ifPresent(said -> content.add(el("p", said).cls("note good").attr("role", "status")));
        content.add(facts(view));
        if (chrome.act()) content.add(actions(chrome, view, attempt));
        content.add(payload(view));
        return ConsoleShell.page(event.type(), chrome, ConsoleShell.Place.INBOX, content.toArray(new Html[0]));
    }

    /**
     * The whole document of one that can't be read: what its row still says, and how to go on.
     *
     * @param attempt an action that was tried from a page of before
     */
    public static String unreadable(ConsoleChrome chrome, InboxRow.Unreadable row, Optional<Attempt> attempt) {
        String title = "An event that can't be read";
        Element facts = el("dl").cls("facts");
        facts = fact(facts, "Event", Show.id(row.id()));
        facts = fact(facts, "Came", Show.moment(row.received()));
        facts = fact(facts, "Why", Html.text(row.words()));
        return ConsoleShell.page(
                title,
                chrome,
                ConsoleShell.Place.INBOX,
                el("p", el("a", "Inbox").attr("href", "/console/inbox")).cls("crumbs"),
                el("h1", title),
                attempt.<Html>map(
                                refused -> el("p", refused.error()).cls("error").attr("role", "alert"))
                        .orElse(Html.NONE),
                el(
                                "section",
                                el(
                                                "p",
                                                Show.outcome(row.outcome()),
                                                Html.text(": what is stored of it is not as it was written."))
                                        .cls("because"),
                                facts)
                        .cls("card"),
                el("section", el("h2", "What to do"), el("p", remedy(row.outcome()))));
    }

    private static String remedy(EventOutcome outcome) {
        String after = switch (outcome) {
            case FAILED -> "it is tried again by itself within a quarter of an hour.";
            case DEAD -> "it can be replayed here.";
            case QUARANTINED, UNBOUND -> "its customer can be bound here.";
            default -> "nothing else is to be done: it was concluded.";
        };
        return "Mend its row in webhook_events by hand or from a backup; then " + after
                + " What a tenant has comes from what the provider says: if in doubt whether this event counts, refresh the tenant"
                + " whose it is.";
    }

    private static Html facts(View view) {
        InboxEvent event = view.event();
        Element facts = el("dl").cls("facts");
        facts = fact(facts, "Event", Show.id(event.id().value()));
        facts = fact(facts, "Happened", Show.moment(event.created()));
        facts = fact(facts, "Came", Show.moment(event.received()));
        facts = fact(facts, "Tenant", event.tenant().<Html>map(Show::tenant).orElse(Html.text("nobody's")));
        facts = fact(
                facts,
                "Subscription",
                event.subscription().<Html>map(id -> Show.id(id.value())).orElse(Html.text("none")));
        facts = fact(
                facts,
                "Customer",
                view.customer().<Html>map(id -> Show.id(id.value())).orElse(Html.text("not known")));
        facts = fact(facts, "Money", Html.text(event.livemode() ? "real" : "test"));
        facts = fact(facts, "Failed tries", Html.text(Show.number(event.attempts())));
        return el(
                        "section",
                        el("p", Show.outcome(event.outcome()), Html.text(": " + event.reason()))
                                .cls("because"),
                        facts)
                .cls("card");
    }

    private static Element fact(Element facts, String name, Html value) {
        return facts.with(el("div", el("dt", name), el("dd", value)));
    }

    /** One for each: what needs a tenant is bound, all else can be replayed if it is known what it said. */
    private static Html actions(ConsoleChrome chrome, View view, Optional<Attempt> attempt) {
        InboxEvent event = view.event();
        boolean nobodys = event.outcome() == EventOutcome.QUARANTINED || event.outcome() == EventOutcome.UNBOUND;
        Html bind = nobodys
                ? Actions.bind(
                        chrome,
                        event.tenant().map(TenantId::value).orElse(""),
                        view.customer().map(CustomerId::value).orElse(""),
                        event.id().value(),
                        true,
                        attempt)
                : Html.NONE;
        Html replay = nobodys || view.payload().isEmpty()
                ? Html.NONE
                : Actions.replay(chrome, event.id(), event.outcome() == EventOutcome.DEAD, attempt);
        return el("section", el("h2", "Actions"), el("div", bind, replay).cls("actions-grid"));
    }

    private static Html payload(View view) {
        Html body = view.payload().isEmpty()
                ? el("p", "Nothing is stored of what it said.").cls("hint")
                : el("pre", el("code", view.payload()))
                        .attr("tabindex", "0")
                        .attr("role", "region")
                        .attr("aria-label", "Payload");
        return el(
                "section",
                el("h2", "Payload"),
                el("p", "As it was stored: without what is personal.").cls("hint"),
                body);
    }
}
