package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Html;
import java.util.Optional;

/** What somebody sees who is not signed in to the console. */
public final class DoorPage {
    private DoorPage() {}

    /**
     * The whole document.
     *
     * @param demo the token of the form that lets somebody in, in a demo on its own machine only
     */
    public static String render(Optional<String> demo) {
        return ConsoleShell.door("Sign in", el("h1", "Billing console"), card(demo));
    }

    private static Html card(Optional<String> demo) {
        if (demo.isPresent())
            return el(
                            "section",
                            el(
                                    "p",
                                    "This is a demo on your own machine: there is no password. In production an operator's token opens the console."),
                            el(
                                            "form",
                                            el("input")
                                                    .attr("type", "hidden")
                                                    .attr("name", "csrf")
                                                    .attr("value", demo.get()),
                                            el("button", "Open the console")
                                                    .cls("button primary")
                                                    .attr("type", "submit")
                                                    .attr("data-busy", "Opening…"))
                                    .attr("method", "post")
                                    .attr("action", "/console/login"))
                    .cls("card");
        return el(
                        "section",
                        el("p", "You are not signed in here, or not any more."),
                        el(
                                "p",
                                Html.text("Ask for a link with a token that has the scope "),
                                el("code", "billing:console"),
                                Html.text(": "),
                                el("code", "POST /api/billing/console-sessions"),
                                Html.text(" answers one that works once, for a minute.")))
                .cls("card");
    }
}
