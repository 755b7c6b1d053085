package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.BillingPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The billing page's static files, which the stand-ins of the sandbox use too. */
final class PageAssets {
    private static final Map<String, String> ASSETS = Map.of(
            "billing.css", "text/css; charset=utf-8",
            "billing.js", "text/javascript; charset=utf-8",
            "embed.js", "text/javascript; charset=utf-8",
            "favicon.svg", "image/svg+xml");

    private PageAssets() {}

    static void serve(Context ctx) {
        String name = ctx.pathParam("name");
        String type = ASSETS.get(name);
        if (type == null) throw new Problem(404, "not_found", "There is no such file.");
        try (InputStream own = BillingPage.class.getResourceAsStream(name)) {
            if (own == null) throw new IllegalStateException("the page's " + name + " is missing from the jar");
            ctx.contentType(type).header("Cache-Control", "public, max-age=300").result(own.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the page's " + name + " can't be read", e);
        }
    }
}
