package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A page for what went wrong: what happened, what to do, and the id to ask about. */
public final class ErrorPage {
    /** Where its reader came from, and is led back to. */
    public enum Way {
        BILLING("failure.back", "/billing"),
        CONSOLE("failure.back.console", "/console");

        private final String label;
        private final String address;

        Way(String label, String address) {
            this.label = label;
            this.address = address;
        }
    }

    private ErrorPage() {}

    /** The whole document, which leads back to billing. */
    public static String render(int status, String code, String requestId, Locale locale) {
        return render(status, code, requestId, locale, Way.BILLING);
    }

    /**
     * The whole document.
     *
     * @param status HTTP status, chooses the heading
     * @param code of the problem document that a program would get: chooses the words
     * @param requestId to quote to support
     * @param locale of the reader
     * @param back where it leads
     */
    public static String render(int status, String code, String requestId, Locale locale, Way back) {
        Wording wording = new Wording(locale);
        String heading = heading(wording, status);
        Element main = el(
                "main",
                el("header", el("h1", heading)).cls("top"),
                el(
                                "section",
                                el("p", sentence(wording, status, code)),
                                el(
                                                "div",
                                                el("a", wording.say(back.label))
                                                        .cls("button primary")
                                                        .attr("href", back.address))
                                        .cls("actions"),
                                el("p", Html.text(wording.say("failure.request") + " "), el("code", requestId))
                                        .cls("hint"))
                        .cls("card"));
        return Shell.page(wording.say("failure.title", "heading", heading), locale, false, main.cls("narrow"));
    }

    private static String heading(Wording wording, int status) {
        int like = switch (status) {
            case 410 -> 404;
            case 502, 504 -> 503;
            default -> status;
        };
        return wording.find("failure." + like)
                .orElseGet(() -> wording.say(theirs(status) ? "failure.theirs" : "failure.ours"));
    }

    private static String sentence(Wording wording, int status, String code) {
        return Stream.of("refusal." + code, "rejection." + code)
                .flatMap(key -> wording.find(key).stream())
                .findFirst()
                .or(() -> code.startsWith("provider_") ? Optional.of(wording.say("refusal.away")) : Optional.empty())
                .or(() -> status == 404 ? Optional.of(wording.say("refusal.not_found")) : Optional.empty())
                .orElseGet(() -> wording.say(theirs(status) ? "refusal.theirs" : "refusal.ours"));
    }

    private static boolean theirs(int status) {
        return status >= 400 && status < 500;
    }
}
