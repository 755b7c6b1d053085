package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import java.util.Locale;

/**
 * A section that is fetched later: closed with a link that opens it, open with what it holds, or honest that it can't be shown
 * just now. What the script shows while it fetches, and when it can't, is in templates, so that it knows no words.
 */
public final class PartSection {
    /** Lines that stand for what is on its way. */
    private static final int PLACEHOLDERS = 3;

    private PartSection() {}

    /** Not fetched: the script does it once the section comes near; without script a link does. */
    public static Html closed(PagePart part, Locale locale) {
        Wording wording = new Wording(locale);
        Element link =
                el("a", title(part, wording, "part.show")).cls("button plain").attr("href", part.address());
        return section(part, wording, el("p", link).cls("part-link"))
                .attr("data-part", "/billing/parts/" + part.word())
                .with(el("template", loading(part, wording)).cls("part-loading"))
                .with(el("template", failure(part, wording)).cls("part-failure"));
    }

    /** With what it holds. */
    public static Html open(PagePart part, Locale locale, Html content) {
        return section(part, new Wording(locale), content);
    }

    /** What to show in the place of what can't be had. */
    public static Html failure(PagePart part, Locale locale) {
        return failure(part, new Wording(locale));
    }

    /** What to show in the place of what belongs to a customer that is not known here. */
    public static Html elsewhere(PagePart part, Chrome chrome) {
        Html said = el("p", title(part, new Wording(chrome.locale()), "part.elsewhere"));
        return el("div", said, BillingActions.contact(chrome)).cls("part-failed");
    }

    private static Html failure(PagePart part, Wording wording) {
        return el(
                        "div",
                        el("p", title(part, wording, "part.away")).attr("role", "alert"),
                        el("a", wording.say("action.try_again"))
                                .cls("button plain")
                                .attr("href", part.address())
                                .attr("data-retry", ""))
                .cls("part-failed");
    }

    private static Html loading(PagePart part, Wording wording) {
        Element lines = el("div").cls("placeholders").attr("aria-hidden", "true");
        for (int i = 0; i < PLACEHOLDERS; i++) lines = lines.with(el("span"));
        return Html.all(el("p", title(part, wording, "part.loading")).cls("visually-hidden"), lines);
    }

    private static Element section(PagePart part, Wording wording, Html content) {
        String title = part.word() + "-title";
        return el(
                        "section",
                        el("h2", title(part, wording, "part.title")).id(title),
                        el("div", content).cls("part-body"))
                .cls("card part")
                .id(part.id())
                .attr("aria-labelledby", title);
    }

    private static String title(PagePart part, Wording wording, String key) {
        return wording.say(key, "part", part.word());
    }
}
