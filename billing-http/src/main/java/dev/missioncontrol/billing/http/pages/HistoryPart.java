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
public record HistoryPart(List<Entry> entries, OptionalLong before, boolean first, PlanCatalog catalog, Locale locale) {
    /** Copies the list. */
    public HistoryPart {
        entries = List.copyOf(entries);
    }

    /** Something that happened, and when. */
    public record Entry(Instant at, Milestone what) {}

    /** The section's content. */
    public Html html() {
        Wording wording = new Wording(locale);
        Story story = new Story(catalog, wording);
        if (entries.isEmpty() && before.isEmpty())
            return el("p", wording.say(first ? "story.none" : "story.no_more")).cls("hint");
        Element list = el(
                        "ol",
                        Html.all(entries.stream()
                                .map(entry -> el(
                                        "li",
                                        el("time", wording.date(entry.at()))
                                                .attr("datetime", entry.at().toString()),
                                        el("span", story.sentence(entry.what()))))))
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
}
