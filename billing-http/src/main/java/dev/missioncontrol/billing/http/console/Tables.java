package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import java.util.ArrayList;
import java.util.List;

/** A table with a caption, a head, and a first cell in each row that names it; scrolled sideways where it is too wide. */
final class Tables {
    private final String caption;
    private final List<Html> head = new ArrayList<>();
    private final List<Html> rows = new ArrayList<>();
    private Element last = el("tr");

    private Tables(String caption) {
        this.caption = caption;
    }

    static Tables of(String caption, String... columns) {
        Tables table = new Tables(caption);
        for (String column : columns) table.column(column);
        return table;
    }

    Tables column(String label) {
        head.add(el("th", label).attr("scope", "col"));
        return this;
    }

    /** A column of figures. */
    Tables figures(String label) {
        head.add(el("th", label).attr("scope", "col").cls("figure"));
        return this;
    }

    /** Begins a row, named by its first cell. */
    Tables row(Html name) {
        return row(el("th", name).attr("scope", "row"));
    }

    private Tables row(Element name) {
        end();
        last = el("tr", name);
        return this;
    }

    /** Begins a row of a chart: its name, and where it stands on the axis. */
    Tables rowAt(Html name, long position) {
        return row(el("th", name).attr("scope", "row").attr("data-x", position));
    }

    Tables cell(Html content) {
        last = last.with(el("td", content));
        return this;
    }

    Tables cell(String text) {
        return cell(Html.text(text));
    }

    Tables figure(long number) {
        last = last.with(el("td", Show.number(number)).cls("figure"));
        return this;
    }

    Tables figure(String text) {
        last = last.with(el("td", text).cls("figure"));
        return this;
    }

    /** A figure that a chart draws, as text and as a plain number. */
    Tables point(String text, String value) {
        last = last.with(el("td", text).cls("figure").attr("data-y", value));
        return this;
    }

    /** Whether it has no row yet. */
    boolean isEmpty() {
        end();
        return rows.isEmpty();
    }

    private void end() {
        if (!last.children().isEmpty()) rows.add(last);
        last = el("tr");
    }

    /** The table, in a frame that the keyboard can scroll. */
    Element frame() {
        end();
        Element table = el(
                "table",
                el("caption", caption).cls("visually-hidden"),
                el("thead", el("tr", head.toArray(new Html[0]))),
                el("tbody", rows.toArray(new Html[0])));
        return el("div", table)
                .cls("scroll")
                .attr("role", "region")
                .attr("tabindex", "0")
                .attr("aria-label", caption);
    }
}
