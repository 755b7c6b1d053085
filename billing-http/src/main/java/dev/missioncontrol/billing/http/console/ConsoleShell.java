package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;

/** The document around a page of the console: head, where one can go, who one is, one {@code main}. */
final class ConsoleShell {
    private static final String ASSETS = "/console/assets/";

    /** Where one can go. */
    enum Place {
        OVERVIEW("Overview", "/console"),
        TENANTS("Tenants", "/console/tenants"),
        INBOX("Inbox", "/console/inbox"),
        NONE("", "");

        private final String label;
        private final String address;

        Place(String label, String address) {
            this.label = label;
            this.address = address;
        }
    }

    private ConsoleShell() {}

    /** A whole document, for somebody who is signed in. */
    static String page(String title, ConsoleChrome chrome, Place here, Html... content) {
        Element skip = el("a", "Skip to the content").cls("skip").attr("href", "#main");
        return document(title, Html.all(skip, header(chrome, here)), content);
    }

    /** A whole document for nobody. */
    static String door(String title, Html... content) {
        return document(title, Html.NONE, content);
    }

    private static String document(String title, Html before, Html... content) {
        Element head = el(
                "head",
                el("meta").attr("charset", "utf-8"),
                el("title", title + " · Billing console"),
                meta("viewport", "width=device-width, initial-scale=1"),
                meta("color-scheme", "light dark"),
                meta("robots", "noindex"),
                el("link").attr("rel", "icon").attr("type", "image/svg+xml").attr("href", ASSETS + "favicon.svg"),
                stylesheet("billing.css"),
                stylesheet("uPlot.min.css"),
                stylesheet("console.css"),
                el("script").flag("defer").attr("src", ASSETS + "uPlot.iife.min.js"),
                el("script").attr("type", "module").attr("src", ASSETS + "console.js"));
        Element main = el("main", content).id("main").attr("tabindex", "-1");
        return "<!doctype html>"
                + el("html", head, el("body", before, main).cls("console"))
                        .attr("lang", "en")
                        .markup();
    }

    private static Html stylesheet(String name) {
        return el("link").attr("rel", "stylesheet").attr("href", ASSETS + name);
    }

    private static Html meta(String name, String content) {
        return el("meta").attr("name", name).attr("content", content);
    }

    private static Html header(ConsoleChrome chrome, Place here) {
        Element places = el("ul");
        for (Place place : Place.values()) {
            if (place == Place.NONE) continue;
            Element link = el("a", place.label).attr("href", place.address);
            places = places.with(el("li", place == here ? link.attr("aria-current", "page") : link));
        }
        Element mode = chrome.act()
                ? el("span", "May act").cls("badge warn")
                : el("span", "Read only").cls("badge");
        Html strip = chrome.sandbox() ? el("p", "Sandbox: no money moves").cls("strip") : Html.NONE;
        return el(
                        "header",
                        strip,
                        el("p", "Billing console").cls("brand"),
                        el("nav", places).attr("aria-label", "Console"),
                        el("div", mode, el("span", chrome.operator()).cls("operator"), Actions.leave(chrome))
                                .cls("who"))
                .cls("bar");
    }
}
