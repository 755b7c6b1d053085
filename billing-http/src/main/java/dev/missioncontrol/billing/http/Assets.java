package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.Asset;
import io.javalin.http.Context;
import java.util.Map;

/** The static files below one address. */
final class Assets {
    /** Five minutes: none is fetched with each page, and after an update all fit to each other again before long. */
    private static final String CACHED = "public, max-age=300";

    private final Map<String, Asset> files;

    /** @param files each by its name in the address */
    Assets(Map<String, Asset> files) {
        this.files = files;
    }

    void serve(Context ctx) {
        Asset asset = files.get(ctx.pathParam("name"));
        if (asset == null) throw new Problem(404, "not_found", "There is no such file.");
        // What is compressed for one browser would be no file at all to another.
        ctx.res().addHeader("Vary", "Accept-Encoding");
        ctx.contentType(asset.type()).header("Cache-Control", CACHED).result(asset.read());
    }
}
