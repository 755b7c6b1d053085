package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a request comes from, as browsers say it. What they send along by themselves (a cookie, what they keep of a sign-in) acts for our own
 * pages and those of listed origins, and for nobody else's.
 */
final class RequestOrigin {
    /** A token that somebody put into the request: no browser adds one by itself, as it does with {@code Basic} and {@code Negotiate}. */
    private static final Pattern BEARER = Pattern.compile("Bearer +\\S+ *", Pattern.CASE_INSENSITIVE);

    private final String origin;
    private final Set<String> listed;
    private final boolean byHost;
    private final Loopback here;

    /**
     * @param baseUrl what we are called from outside
     * @param listed origins whose pages may ask too
     * @param byHost whether the application that serves us says who asks, so that its tokens and its own front ends count
     */
    RequestOrigin(URI baseUrl, Set<String> listed, boolean byHost) {
        this.origin = WebOrigin.of(baseUrl);
        this.listed = Set.copyOf(listed);
        this.byHost = byHost;
        this.here = new Loopback(baseUrl);
    }

    /** A browser says whose page asks: only ours and those that are listed. */
    void requireKnown(Context ctx) {
        String said = ctx.header("Origin");
        if (said == null || said.equals(origin) || listed.contains(said)) return;
        throw foreign();
    }

    /** Another site's page may not act with what its reader's browser sends along by itself. */
    void requireOwn(Context ctx) {
        if (ctx.method().name().equals("GET")) return;
        Optional<String> said = Optional.ofNullable(ctx.header("Origin"));
        if (said.isPresent()) {
            if (said.get().equals(origin) || byHost && listed.contains(said.get())) return;
            throw foreign();
        }
        if (!byHost || !byProgram(ctx)) throw unsaid();
    }

    /**
     * Whether a program asks with a token, and nothing that a browser sends along by itself can be what it is believed by. A browser says
     * where each POST comes from, and another site's page can add no token to one without our being asked first.
     */
    private static boolean byProgram(Context ctx) {
        return ctx.header("Sec-Fetch-Site") == null
                && ctx.header("Cookie") == null
                && Optional.ofNullable(ctx.header("Authorization"))
                        .filter(said -> BEARER.matcher(said).matches())
                        .isPresent();
    }

    /** A form carries a token that another site can't know; one that says it comes from elsewhere is refused as well. */
    void requireOwnForm(Context ctx) {
        // A token is no cookie: no browser adds it to another site's form, and its origin is looked at with it.
        if (!byHost && Embedding.byToken(ctx)) return;
        String said = ctx.header("Origin");
        if (said == null || said.equals(origin)) return;
        // On one's own machine the page may be opened as localhost as well as 127.0.0.1.
        boolean samePlace = here.direct(ctx) && said.equals("http://" + ctx.header("Host"));
        if (!samePlace) throw foreign();
    }

    private static Problem foreign() {
        return new Problem(403, "foreign_origin", "This request comes from another site.");
    }

    private Problem unsaid() {
        return new Problem(
                403,
                "foreign_origin",
                "This request does not say where it comes from. Send Origin: " + origin
                        + ", or a token (Authorization: Bearer ...) and no cookie.");
    }
}
