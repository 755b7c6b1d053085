package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.Scope;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/**
 * The billing page inside another page, by the element {@code billing-page}: it reads the same markup, says who it is by a token
 * instead of a cookie, and goes itself where a browser would be redirected to.
 */
final class Embedding {
    /** What the element says that it takes. A form or a link of a page can't say it. */
    static final String MEDIA_TYPE = "application/vnd.billing.embed";

    /** With this and a token of ours somebody says who they are; an application's own has another beginning, whatever its form. */
    private static final String BEARER = "Bearer " + PageSessions.TOKEN;

    /**
     * In the place of a form's token: that one keeps other sites from using a cookie which browsers add by themselves. They
     * add no token, so with one there is nothing to keep them from.
     */
    private static final String NO_COOKIE = "by-token";

    private Embedding() {}

    /** Whether the element asks. */
    static boolean asked(Context ctx) {
        return MEDIA_TYPE.equals(ctx.header("Accept"));
    }

    /** Whether somebody says by a token who they are; then no cookie counts. */
    static boolean byToken(Context ctx) {
        return ctx.header("Authorization") != null;
    }

    /** The session that a token of ours names. */
    static Optional<String> session(Context ctx) {
        return Optional.ofNullable(ctx.header("Authorization"))
                .filter(said -> said.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(said -> said.substring(BEARER.length()));
    }

    /**
     * Whoever an application's own token speaks for, for one request.
     *
     * @param known the token's; who asks is its subject, by its hash. Tokens without one speak for one person of the tenant
     */
    static PageSessions.Session session(Authentication.Authenticated known) {
        return new PageSessions.Session(
                known.tenant(),
                known.scopes().contains(Scope.MANAGE),
                Optional.empty(),
                known.seatsInUse(),
                NO_COOKIE,
                Sessions.hash(known.subject().orElse("")));
    }

    /** A script can't see where it is redirected to, nor follow to another site: it is told, and goes. */
    static void redirected(Context ctx) {
        String location = ctx.res().getHeader("Location");
        if (!asked(ctx) || location == null || ctx.statusCode() != 303) return;
        ctx.res().setHeader("Location", null);
        Json.answer(ctx, 200, Map.of("location", location));
    }
}
