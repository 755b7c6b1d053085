package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** How much of a request is read. */
final class Limits {
    /** Where webhooks arrive. */
    static final String WEBHOOK_PATH = "/api/billing/webhook";

    /** Largest webhook in bytes: Stripe's events are a few kilobytes. */
    static final int WEBHOOK = 256 * 1024;

    /** Largest request in bytes that the server buffers at all. */
    static final long REQUEST = WEBHOOK + 1L;

    private Limits() {}

    /** Largest body of a path, in bytes; what is larger never gets as far as a route. */
    static int largest(String path) {
        return path.equals(WEBHOOK_PATH) ? WEBHOOK : Command.LARGEST;
    }

    /** The body, as it was sent: it is here already, and no larger than its path takes. */
    static byte[] body(Context ctx) {
        try (InputStream in = ctx.req().getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Problem(400, "unreadable_body", "The body could not be read.");
        }
    }
}
