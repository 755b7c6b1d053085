package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sign-in of a demo: choose who you are. Never served beyond the own machine. */
public final class LoginPage {
    /**
     * What it shows.
     *
     * @param csrf the token of the form
     * @param suggestions tenants to sign in as with one press
     * @param entered what was typed before, empty at first
     * @param error what was wrong with it
     * @param sandbox whether to say that no money moves
     * @param console whether to offer the operator's console
     */
    public record View(
            String csrf,
            List<String> suggestions,
            String entered,
            Optional<String> error,
            boolean sandbox,
            boolean console) {}

    private LoginPage() {}

    /** The whole document; its forms post {@code tenant} to {@code /billing/login}. */
    public static String render(View view) {
        Element main = el(
                "main",
                el("header", el("h1", "Sign in")).cls("top"),
                el(
                                "p",
                                "This is a demo on your own machine: choose which tenant you are. There is no password, and this page answers only to this machine. In production your application signs people in.")
                        .cls("lead"),
                el("section", quick(view), typed(view)).cls("card"),
                view.console() ? console(view) : Html.NONE);
        return Shell.page("Sign in · Billing", Locale.ENGLISH, view.sandbox(), main.cls("narrow"));
    }

    private static Html console(View view) {
        return el(
                        "section",
                        el("h2", "Or look from the other side"),
                        el(
                                        "p",
                                        "The operator's console: revenue, every tenant and why it has what it has, events that wait.")
                                .cls("hint"),
                        new Forms(view.csrf()).button("/console/login", "Open the console", "Opening…", Look.PLAIN))
                .cls("card");
    }

    private static Html quick(View view) {
        if (view.suggestions().isEmpty()) return Html.NONE;
        Html buttons = Html.all(view.suggestions().stream()
                .map(tenant -> Forms.submit(tenant, "Signing in…", Look.PLAIN)
                        .attr("name", "tenant")
                        .attr("value", tenant)));
        return new Forms(view.csrf())
                .post(
                        "/billing/login",
                        el(
                                "fieldset",
                                el("legend", "A tenant of the demo"),
                                el("div", buttons).cls("actions")));
    }

    private static Html typed(View view) {
        Element input = el("input")
                .id("tenant")
                .attr("type", "text")
                .attr("name", "tenant")
                .attr("value", view.entered())
                .attr("maxlength", 128)
                .attr("autocomplete", "off")
                .attr("autocapitalize", "none")
                .attr("spellcheck", "false")
                .attr("aria-describedby", "tenant-hint")
                .flag("required");
        if (view.error().isPresent())
            input = input.attr("aria-describedby", "tenant-error tenant-hint")
                    .attr("aria-invalid", "true")
                    .flag("autofocus");
        return new Forms(view.csrf())
                .post(
                        "/billing/login",
                        el("label", "Or any other tenant id").attr("for", "tenant"),
                        input,
                        view.error()
                                .<Html>map(wrong -> el("p", wrong).cls("error").id("tenant-error"))
                                .orElse(Html.NONE),
                        el("p", "Letters, digits and . _ : @ + | ~ - without blanks.")
                                .cls("hint")
                                .id("tenant-hint"),
                        Forms.submit("Sign in", "Signing in…", Look.PRIMARY))
                .cls("stack");
    }
}
