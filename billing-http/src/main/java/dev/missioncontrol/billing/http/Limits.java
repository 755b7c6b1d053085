package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.front.Wire;
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

    /**
     * Bytes in which an answer is copied: Javalin takes a buffer of this size anew for each answer, of 32 KB if nobody says
     * otherwise.
     */
    static final int COPIED_AT_ONCE = 2 * 1024;

    private Limits() {}

    /** Largest body of a path, in bytes; what is larger never gets as far as a route. */
    static int largest(String path) {
        return isWebhook(path) ? WEBHOOK : Command.LARGEST;
    }

    /** Whether webhooks arrive at a path: the router takes it with a slash behind it as well. */
    static boolean isWebhook(String path) {
        return path.startsWith(WEBHOOK_PATH)
                && (path.length() == WEBHOOK_PATH.length()
                        || path.substring(WEBHOOK_PATH.length()).equals("/"));
    }

    static Problem tooLarge(Context ctx) {
        return new Problem(413, "body_too_large", "The body may have at most " + largest(ctx.path()) + " bytes.");
    }

    /** The same, and nobody else gets it: it is gone as soon as the caller has done with it, while its answer is waited for. */
    static byte[] taken(Context ctx) {
        byte[] body = body(ctx);
        ctx.req().removeAttribute(Wire.BODY);
        return body;
    }

    /** The body, as it was sent, not to be changed. Our own server has it already; in a host's, one in chunks says nothing of its length. */
    static byte[] body(Context ctx) {
        if (ctx.attribute(Wire.BODY) instanceof byte[] whole) return whole;
        try (InputStream in = ctx.req().getInputStream()) {
            byte[] body = in.readNBytes(largest(ctx.path()) + 1);
            if (body.length > largest(ctx.path())) throw tooLarge(ctx);
            return body;
        } catch (IOException e) {
            throw new Problem(400, "unreadable_body", "The body could not be read.");
        }
    }
}
