package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.provider.EventReader;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a request's head that come on several lines. Lines of a list are one list (RFC 9110, 5.3). Of any other field
 * several lines mean nothing, and whoever stands before us may go by another of them than we do: such a request is refused.
 */
final class HeadFields {
    /** Those that say who asks and what is meant, and that say it once; as does the one that carries a webhook's signature. */
    static final List<String> SINGLETONS =
            List.of("Authorization", "Origin", "Content-Type", Preconditions.IDEMPOTENCY_KEY);

    private HeadFields() {}

    /**
     * Refuses a request that says twice what is said once, be it the same. A token that comes twice is malformed as well (RFC 6750, 3.1).
     *
     * @param signature the header that carries a webhook's signature
     * @param listener is told of a webhook that is refused so: of two signatures none is looked at
     */
    static void requireSingletons(Context ctx, String signature, RequestListener listener) {
        for (String name : SINGLETONS) {
            if (!repeated(ctx, name)) continue;
            UnseenWebhook.repeated(listener, ctx.path());
            throw repeated(name);
        }
        if (!repeated(ctx, signature)) return;
        UnseenWebhook.refused(listener, ctx.path(), EventReader.Refusal.SIGNATURE_MALFORMED);
        throw repeated(signature);
    }

    private static Problem repeated(String name) {
        return new Problem(
                400,
                RequestListener.REPEATED_HEADER,
                "The request has " + name + " several times, so nobody can tell which one counts. Send it once.",
                name,
                0);
    }

    private static boolean repeated(Context ctx, String name) {
        Enumeration<String> lines = ctx.req().getHeaders(name);
        if (!lines.hasMoreElements()) return false;
        lines.nextElement();
        return lines.hasMoreElements();
    }

    /** A field that is a list, in one line. */
    static Optional<String> list(Context ctx, String name) {
        List<String> lines = Collections.list(ctx.req().getHeaders(name));
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
    }
}
