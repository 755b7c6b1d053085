package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import java.util.Locale;

/** The document around a page: head, the sandbox's strip, one {@code main}. */
final class Shell {
    /** Where the static files are served. */
    static final String ASSETS = "/billing/assets/";

    /** What says aloud what has changed, and ends every document. */
    private static final String LAST = "announce";

    private Shell() {}

    /** A whole document. */
    static String page(String title, Locale locale, boolean sandbox, Html extraHead, Element main) {
        Html strip = sandbox
                ? el("aside", el("p", new Wording(locale).say("page.no_money_moves")))
                        .cls("strip")
                : Html.NONE;
        Element live = el("p").id(LAST).cls("visually-hidden").attr("role", "status");
        Element html = el(
                        "html",
                        head(title, extraHead),
                        el("body", strip, main.id("main"), live).attr("data-billing", "page"))
                .attr("lang", Languages.nearest(locale).toLanguageTag());
        return "<!doctype html>" + html.markup();
    }

    /** A whole document with nothing more in its head. */
    static String page(String title, Locale locale, boolean sandbox, Element main) {
        return page(title, locale, sandbox, Html.NONE, main);
    }

    private static Html head(String title, Html extra) {
        return el(
                "head",
                el("meta").attr("charset", "utf-8"),
                el("title", title),
                meta("viewport", "width=device-width, initial-scale=1"),
                meta("color-scheme", "light dark"),
                meta("robots", "noindex"),
                el("link").attr("rel", "icon").attr("type", "image/svg+xml").attr("href", ASSETS + "favicon.svg"),
                el("link").attr("rel", "stylesheet").attr("href", ASSETS + "billing.css"),
                wholeAtOnce(),
                el("script").attr("type", "module").attr("src", ASSETS + "billing.js"),
                extra);
    }

    /**
     * Nothing is painted before the last element is there, where the browser knows how: cards stand beside each other by how
     * many there are, and as high as the highest, so that one that comes later would move those before it.
     */
    private static Html wholeAtOnce() {
        return el("link").attr("rel", "expect").attr("href", "#" + LAST).attr("blocking", "render");
    }

    private static Html meta(String name, String content) {
        return el("meta").attr("name", name).attr("content", content);
    }
}
