package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import java.util.List;
import java.util.Locale;

/** The routes of the API, to read; what a program needs is in the description that it links to. */
public final class DocsPage {
    private DocsPage() {}

    /** One route: how and where it is called, and what for. */
    public record Route(String method, String path, String summary) {}

    /** The whole document. */
    public static String render(List<Route> routes) {
        Element description = el("a", "openapi.yaml").attr("href", "/openapi.yaml");
        Element main = el(
                "main",
                el("header", el("h1", "Billing API")).cls("top"),
                el(
                        "p",
                        Html.text("With parameters, answers, codes and examples: "),
                        description,
                        Html.text(" (OpenAPI 3.1).")),
                el(
                                "section",
                                el("dl", Html.all(routes.stream().map(DocsPage::entry)))
                                        .cls("stack"))
                        .cls("card"));
        return Shell.page("Billing API", Locale.ENGLISH, false, main);
    }

    private static Html entry(Route route) {
        return el("div", el("dt", el("code", route.method() + " " + route.path())), el("dd", route.summary()));
    }
}
