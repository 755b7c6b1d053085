package dev.missioncontrol.billing.http.console;

import dev.missioncontrol.billing.http.pages.Asset;
import dev.missioncontrol.billing.http.pages.PageAssets;
import java.util.Map;

/** The console's static files: our own, those shared with the billing page, and the chart library out of its jar. */
public final class ConsoleAssets {
    /** uPlot, MIT; its version is that of the parent POM. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Asset STYLE =
            Asset.style(OverviewPage.class, "base", "bar", "tiles", "charts", "tables", "lists", "records", "narrow");

    /** Each by its name in an address. */
    public static final Map<String, Asset> FILES = Map.of(
            "console.css",
            STYLE,
            "console.js",
            Asset.of(Asset.SCRIPT, OverviewPage.class, "console.js"),
            "billing.css",
            PageAssets.SHARED_STYLE,
            "favicon.svg",
            PageAssets.ICON,
            "uPlot.min.css",
            Asset.of(Asset.CSS, OverviewPage.class, CHARTS + "uPlot.min.css"),
            "uPlot.iife.min.js",
            Asset.of(Asset.SCRIPT, OverviewPage.class, CHARTS + "uPlot.iife.min.js"));

    private ConsoleAssets() {}
}
