package dev.missioncontrol.billing.http.pages;

import java.util.Map;

/** The billing page's static files, which the stand-ins of the sandbox use too. */
public final class PageAssets {
    /** What all pages look like. */
    public static final Asset STYLE = Asset.style(
            BillingPage.class,
            "tokens",
            "base",
            "buttons",
            "banners",
            "plans",
            "fields",
            "proposal",
            "sections",
            "comparison",
            "stand-in",
            "narrow",
            "preferences");

    /**
     * What the operator's console has of that: colours, cards, buttons. The page's own rules are left out, since the console has names
     * of its own for its tables and facts, and some are the same.
     */
    public static final Asset SHARED_STYLE = Asset.style(BillingPage.class, "tokens", "base", "buttons", "preferences");

    /** What makes the page smoother: one small module to fetch. */
    static final Asset SCRIPT = Asset.script(BillingPage.class, "seats", "sections", "page");

    /** The icon. */
    public static final Asset ICON = Asset.of(Asset.DRAWING, BillingPage.class, "favicon.svg");

    /** Each by its name in an address. */
    public static final Map<String, Asset> FILES = Map.of(
            "billing.css",
            STYLE,
            "billing.js",
            SCRIPT,
            "embed.js",
            Asset.of(Asset.SCRIPT, BillingPage.class, "embed.js"),
            "favicon.svg",
            ICON);

    private PageAssets() {}
}
