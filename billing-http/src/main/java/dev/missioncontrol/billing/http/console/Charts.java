package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import java.util.List;
import java.util.Locale;

/** A chart and the table that it is drawn from: without script, or without eyes for colours, the table is all there is. */
final class Charts {
    /** How the script draws it. */
    enum Kind {
        STACK,
        LINE,
        BARS
    }

    /**
     * How its figures are written.
     *
     * @param unit {@code money usd}, {@code count}, {@code seconds}
     * @param decimals of a currency's minor unit
     */
    record Unit(String unit, int decimals) {
        static final Unit COUNT = new Unit("count", 0);
        static final Unit SECONDS = new Unit("seconds", 0);
    }

    private Charts() {}

    /** @param axis {@code day} or {@code minute}: how far apart its points are */
    static Html of(String title, String explained, Kind kind, Unit unit, String axis, Tables table) {
        Element caption = el("figcaption", el("h3", title), el("p", explained).cls("hint"));
        if (table.isEmpty())
            return el(
                            "figure",
                            caption,
                            el("p", "Nothing yet. The first figures come within a minute or a sweep.")
                                    .cls("empty"))
                    .cls("chart card");
        Element data = el("details", el("summary", "The figures as a table"), table.frame())
                .flag("open");
        return el("figure", caption, el("div").cls("plot"), data)
                .cls("chart card")
                .attr("data-chart", kind.name().toLowerCase(Locale.ROOT))
                .attr("data-unit", unit.unit())
                .attr("data-decimals", unit.decimals())
                .attr("data-axis", axis);
    }

    /** A part of a whole. */
    record Share(String word, String label, long value) {}

    /** Length of the whole bar, in the picture's own unit. */
    private static final long WHOLE = 1_000;

    /** One bar out of parts, with what each is under it. */
    static Html shares(String title, String explained, List<Share> shares) {
        long all = shares.stream().mapToLong(Share::value).sum();
        Element bar = el("svg")
                .attr("viewBox", "0 0 " + WHOLE + " 16")
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true")
                .attr("focusable", "false");
        Tables table = Tables.of(title, "Status").figures("Subscriptions").figures("Share");
        long before = 0;
        for (Share share : shares) {
            long from = all == 0 ? 0 : before * WHOLE / all;
            before += share.value();
            long to = all == 0 ? 0 : before * WHOLE / all;
            bar = bar.with(el("rect")
                    .attr("x", from)
                    .attr("y", 0)
                    .attr("width", to - from)
                    .attr("height", 16)
                    .cls("s-" + share.word().replace('_', '-')));
            table.row(Show.state(share.label()))
                    .figure(share.value())
                    .figure(all == 0 ? "–" : percent(share.value(), all));
        }
        return el(
                        "figure",
                        el("figcaption", el("h3", title), el("p", explained).cls("hint")),
                        el("div", bar).cls("shares"),
                        table.frame())
                .cls("chart card");
    }

    private static String percent(long part, long all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }
}
