package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** How much of a request is read. */
final class Limits {
    /** Largest webhook in bytes: Stripe's events are a few kilobytes. */
    static final int WEBHOOK = 256 * 1024;

    /** Largest request in bytes that the server buffers at all. */
    static final long REQUEST = WEBHOOK + 1L;

    private Limits() {}

    /** The body, read no further than one byte beyond the limit. */
    static byte[] body(Context ctx, int largest) {
        if (ctx.header("Content-Encoding") != null)
            throw new Problem(415, "unsupported_encoding", "Send the body without a content encoding.");
        try (InputStream in = ctx.req().getInputStream()) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest)
                throw new Problem(413, "body_too_large", "The body may have at most " + largest + " bytes.");
            return bytes;
        } catch (IOException e) {
            throw new Problem(400, "unreadable_body", "The body could not be read.");
        }
    }
}
