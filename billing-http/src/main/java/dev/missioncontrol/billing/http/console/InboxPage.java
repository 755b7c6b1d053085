package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import dev.missioncontrol.billing.usecase.Operations;
import java.util.List;

/** Events that wait for somebody, each kind with its reason and the one thing to do about it. */
public final class InboxPage {
    /** The kinds, what needs a person first. */
    public static final List<EventOutcome> KINDS =
            List.of(EventOutcome.QUARANTINED, EventOutcome.DEAD, EventOutcome.UNBOUND, EventOutcome.FAILED);

    private InboxPage() {}

    /**
     * What it shows.
     *
     * @param kind which events
     * @param backlog how many of each there are
     * @param page the events, oldest first
     */
    public record View(EventOutcome kind, Backlog backlog, Operations.Events page) {}

    /** The whole document. */
    public static String render(ConsoleChrome chrome, View view) {
        Html body = Html.NONE;
        if (!view.page().events().isEmpty()) body = list(chrome, view);
        else if (view.page().unreadable().isEmpty())
            body = el("p", empty(view.kind())).cls("card empty");
        return ConsoleShell.page(
                "Inbox",
                chrome,
                ConsoleShell.Place.INBOX,
                el("h1", "Inbox"),
                tabs(view),
                el("p", meaning(view.kind())).cls("lead"),
                Show.unreadable(view.page().unreadable()),
                body,
                more(view));
    }

    private static Html tabs(View view) {
        Element list = el("ul");
        for (EventOutcome kind : KINDS) {
            long waiting = view.backlog().events().getOrDefault(kind, 0L);
            String count = Show.number(waiting) + (waiting >= Backlog.COUNTED_AT_MOST ? " or more" : "");
            Element link = el("a", Html.text(capital(kind)), el("span", count).cls("count"))
                    .attr("href", "/console/inbox?outcome=" + kind.word());
            list = list.with(el("li", kind == view.kind() ? link.attr("aria-current", "page") : link));
        }
        return el("nav", list).attr("aria-label", "Kinds of events").cls("tabs");
    }

    private static String capital(EventOutcome kind) {
        return kind.name().charAt(0) + kind.word().substring(1);
    }

    private static String meaning(EventOutcome kind) {
        return switch (kind) {
            case QUARANTINED ->
                "Their signs name different tenants, so they grant nothing to anybody. Say whose the customer is: bind it.";
            case UNBOUND ->
                "Nothing says whose they are. Bind the customer where it is one of yours; what is another installation's goes by itself after 90 days.";
            case DEAD ->
                "They could not be applied in eight tries, by a fault of ours. Replay them once the version that mends it runs.";
            default -> "They could not be applied, and are tried again by themselves. There is nothing to do.";
        };
    }

    private static String empty(EventOutcome kind) {
        return "No event is " + kind.word() + ". Nothing waits for you here.";
    }

    private static Html list(ConsoleChrome chrome, View view) {
        Tables table = Tables.of("Events that are " + view.kind().word(), "Event", "Came", "Type", "Why")
                .column("What to do");
        for (InboxEvent event : view.page().events())
            table.row(Show.event(event.id(), Show.id(event.id().value())))
                    .cell(Show.moment(event.received()))
                    .cell(event.type())
                    .cell(event.reason())
                    .cell(remedy(chrome, event));
        return table.frame();
    }

    private static Html remedy(ConsoleChrome chrome, InboxEvent event) {
        if (event.outcome() == EventOutcome.FAILED) return Html.text("tried " + event.attempts() + " times; wait");
        boolean replay = event.outcome() == EventOutcome.DEAD;
        String label = !chrome.act() ? "Look" : replay ? "Replay…" : "Bind…";
        String part = !chrome.act() ? "" : replay ? "#replay" : "#bind";
        return el("a", Html.text(label), el("span", " " + event.id().value()).cls("visually-hidden"))
                .attr("href", Show.eventAddress(event.id()) + part);
    }

    private static Html more(View view) {
        if (view.page().next().isEmpty()) return Html.NONE;
        EventPlace next = view.page().next().get();
        String address = "/console/inbox?outcome=" + view.kind().word() + "&received="
                + Show.encoded(next.received().toString()) + "&event="
                + Show.encoded(next.id().value());
        return Show.nextPage(address);
    }
}
