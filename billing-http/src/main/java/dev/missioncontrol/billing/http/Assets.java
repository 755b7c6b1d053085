package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.Asset;
import io.javalin.http.Context;
import java.util.Map;

/** The static files below one address. */
final class Assets {
    private final Map<String, Asset> files;

    /** @param files each by its name in the address */
    Assets(Map<String, Asset> files) {
        this.files = files;
    }

    void serve(Context ctx) {
        Asset asset = files.get(ctx.pathParam("name"));
        if (asset == null) throw new Problem(404, "not_found", "There is no such file.");
        ctx.contentType(asset.type())
                .header("Cache-Control", "public, max-age=300")
                .result(asset.read());
    }
}
