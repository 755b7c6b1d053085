package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import java.util.Locale;

/** Asks who is signed in as one tenant, and opened a link of another, whether they meant to. */
public final class EntryPage {
    /**
     * What it shows.
     *
     * @param csrf the token of the form
     * @param ticket of the link, which is not used up yet
     * @param tenant as which the browser is signed in
     * @param other whose link it is
     * @param sandbox whether to say that no money moves
     */
    public record View(String csrf, String ticket, String tenant, String other, boolean sandbox) {}

    private EntryPage() {}

    /** The whole document; its form posts {@code ticket} to {@code /billing/enter}. */
    public static String render(View view, Locale locale) {
        Wording wording = new Wording(locale);
        String title = wording.say("entry.title", "other", view.other());
        Element main = el(
                "main",
                el("header", el("h1", title)).cls("top"),
                el("section", el("p", lead(view, wording)), actions(view, wording))
                        .cls("card"));
        return Shell.page(title, locale, view.sandbox(), main.cls("narrow"));
    }

    private static String lead(View view, Wording wording) {
        return wording.say("entry.lead", "tenant", view.tenant(), "other", view.other());
    }

    private static Html actions(View view, Wording wording) {
        return el(
                        "div",
                        el("a", wording.say("entry.stay", "tenant", view.tenant()))
                                .cls("button primary")
                                .attr("href", "/billing"),
                        new Forms(view.csrf())
                                .button(
                                        "/billing/enter",
                                        wording.say("entry.go", "other", view.other()),
                                        wording.say("entry.going"),
                                        Look.PLAIN,
                                        Forms.hidden("ticket", view.ticket())))
                .cls("actions");
    }
}
