package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import java.util.Locale;

/** A page for what went wrong: what happened, what to do, and the id to ask about. */
public final class ErrorPage {
    private ErrorPage() {}

    /**
     * The whole document.
     *
     * @param status HTTP status, chooses the heading
     * @param sentence what happened and what to do, for people
     * @param requestId to quote to support
     */
    public static String render(int status, String sentence, String requestId) {
        String heading = heading(status);
        Element main = el(
                "main",
                el("header", el("h1", heading)).cls("top"),
                el(
                                "section",
                                el("p", sentence),
                                el(
                                                "div",
                                                el("a", "Back to billing")
                                                        .cls("button primary")
                                                        .attr("href", "/billing"))
                                        .cls("actions"),
                                el("p", Html.text("Request "), el("code", requestId))
                                        .cls("hint"))
                        .cls("card"));
        return Shell.page(heading + " · Billing", Locale.ENGLISH, false, main.cls("narrow"));
    }

    private static String heading(int status) {
        return switch (status) {
            case 401 -> "Please sign in";
            case 403 -> "Not allowed";
            case 404, 410 -> "Not found";
            case 409 -> "Already changed";
            case 429 -> "Too many requests";
            case 502, 503, 504 -> "Not available just now";
            default -> status >= 400 && status < 500 ? "That did not work" : "Something went wrong";
        };
    }
}
