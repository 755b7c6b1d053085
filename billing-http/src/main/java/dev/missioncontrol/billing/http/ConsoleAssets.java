package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.console.OverviewPage;
import dev.missioncontrol.billing.http.pages.BillingPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The console's static files: our own, those shared with the billing page, and the chart library out of its jar. */
final class ConsoleAssets {
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** uPlot, MIT; its version is that of the parent POM. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private record Asset(Class<?> beside, String path, String type) {}

    private static final Map<String, Asset> ASSETS = Map.of(
            "console.css", new Asset(OverviewPage.class, "console.css", CSS),
            "console.js", new Asset(OverviewPage.class, "console.js", SCRIPT),
            "billing.css", new Asset(BillingPage.class, "billing.css", CSS),
            "favicon.svg", new Asset(BillingPage.class, "favicon.svg", "image/svg+xml"),
            "uPlot.min.css", new Asset(OverviewPage.class, CHARTS + "uPlot.min.css", CSS),
            "uPlot.iife.min.js", new Asset(OverviewPage.class, CHARTS + "uPlot.iife.min.js", SCRIPT));

    private ConsoleAssets() {}

    static void serve(Context ctx) {
        String name = ctx.pathParam("name");
        Asset asset = ASSETS.get(name);
        if (asset == null) throw new Problem(404, "not_found", "There is no such file.");
        try (InputStream own = asset.beside().getResourceAsStream(asset.path())) {
            if (own == null) throw new IllegalStateException("the console's " + name + " is missing from the jar");
            ctx.contentType(asset.type())
                    .header("Cache-Control", "public, max-age=300")
                    .result(own.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the console's " + name + " can't be read", e);
        }
    }
}
