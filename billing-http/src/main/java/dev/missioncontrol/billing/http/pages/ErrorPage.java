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

    private static final String AWAY =
            "The payment provider can't be asked just now. Nothing was changed. Try again in a moment.";

    private ErrorPage() {}

    /**
     * The whole document for a tenant, which leads back to billing.
     *
     * @param status HTTP status, chooses the heading
     * @param code of the problem document that a program would get: chooses the words
     * @param requestId to quote to support
     * @param locale of the reader
     */
    public static String render(int status, String code, String requestId, Locale locale) {
        Wording wording = new Wording(locale);
        return render(wording, status, sentence(wording, status, code), requestId, Way.BILLING);
    }

    /**
     * The whole document for an operator, which leads back to the console: it speaks English, and of what an operator can do.
     *
     * @param status HTTP status, chooses the heading
     * @param code of the problem document that a program would get
     * @param sentence of that document
     * @param requestId to be found in the log by
     */
    public static String ofConsole(int status, String code, String sentence, String requestId) {
        // What is said of it elsewhere is said to a tenant, of its plan.
        String said = code.startsWith("provider_") ? AWAY : sentence;
        return render(new Wording(Locale.ENGLISH), status, said, requestId, Way.CONSOLE);
    }

    private static String render(Wording wording, int status, String sentence, String requestId, Way back) {
        String heading = heading(wording, status);
        Element main = el(
                "main",
                el("header", el("h1", heading)).cls("top"),
                el(
                                "section",
                                el("p", sentence),
                                el(
                                                "div",
                                                el("a", wording.say(back.label))
                                                        .cls("button primary")
                                                        .attr("href", back.address))
                                        .cls("actions"),
                                el("p", Html.text(wording.say("failure.request") + " "), el("code", requestId))
                                        .cls("hint"))
                        .cls("card"));
        return Shell.page(
                wording.say("failure.title", "heading", heading), wording.locale(), false, main.cls("narrow"));
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
