package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What happened, newest first, in plain sentences.
 *
 * @param entries what is to be told
 * @param before where earlier things begin
 * @param first whether they are the newest
 * @param catalog for the plans' names
 * @param locale of the reader
 */
public record HistoryPart(List<Line> entries, OptionalLong before, boolean first, PlanCatalog catalog, Locale locale) {
    /** Copies the list. */
    public HistoryPart {
        entries = List.copyOf(entries);
    }

    /** What one line of it says. */
    public sealed interface Line {}

    /** Something that happened, and when. */
    public record Entry(Instant at, Milestone what) implements Line {}

    /**
     * Something of which nothing can be read any more.
     *
     * @param number which of the tenant's decisions it is
     */
    public record Unreadable(long number) implements Line {}

    /** The section's content. */
    public Html html() {
        Wording wording = new Wording(locale);
        Story story = new Story(catalog, wording);
        if (entries.isEmpty() && before.isEmpty())
            return el("p", wording.say(first ? "story.none" : "story.no_more")).cls("hint");
        Element list = el("ol", Html.all(entries.stream().map(line -> line(line, story, wording))))
                .cls("story")
                .attr("role", "list")
                .attr("data-rows", "");
        if (before.isEmpty()) return list;
        Element older = el("a", wording.say("story.older"))
                .cls("button plain")
                .attr("href", "/billing?show=history&before=" + before.getAsLong() + "#" + PagePart.HISTORY.id())
                .attr("data-more", "");
        Html none = entries.isEmpty() ? el("p", wording.say("story.none_here")).cls("hint") : Html.NONE;
        return Html.all(list, none, el("p", older).cls("pager actions"));
    }

    private static Html line(Line line, Story story, Wording wording) {
        if (line instanceof Entry entry)
            return el(
                    "li",
                    el("time", wording.date(entry.at()))
                            .attr("datetime", entry.at().toString()),
                    el("span", story.sentence(entry.what())));
        String number = Long.toString(((Unreadable) line).number());
        return el(
                "li",
                el("span", wording.say("story.entry", "number", number)),
                el("span", wording.say("story.unreadable")));
    }
}
