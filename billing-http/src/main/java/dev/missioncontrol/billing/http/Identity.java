package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.Credentials;
import dev.missioncontrol.billing.http.auth.Scope;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import dev.missioncontrol.billing.id.TenantId;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Who asks: by the host's token, or by the page's cookie. Nothing else of a request names a tenant. */
final class Identity {
    /** A browser takes a cookie of this name only over https, for this host alone and for all of it. */
    static final String HOST_ONLY = "__Host-";

    static final int UNTIL_THE_BROWSER_CLOSES = -1;

    private static final String SEATS_IN_USE = "seatsInUse";

    private final TenantAuthenticator authenticator;
    private final PageSessions sessions;
    private final String cookieName;
    private final String origin;
    private final Optional<Function<HttpServletRequest, Optional<SignedIn>>> host;

    Identity(TenantAuthenticator authenticator, PageSessions sessions, URI baseUrl) {
        this(authenticator, sessions, baseUrl, Optional.empty());
    }

    /** @param host who is signed in to the application that serves us, for every request; a session is only theirs */
    Identity(
            TenantAuthenticator authenticator,
            PageSessions sessions,
            URI baseUrl,
            Optional<Function<HttpServletRequest, Optional<SignedIn>>> host) {
        this.host = host;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.cookieName = baseUrl.getScheme().equals("https") ? HOST_ONLY + "billing" : "billing";
        this.origin = baseUrl.getScheme() + "://" + baseUrl.getAuthority();
    }

    String cookieName() {
        return cookieName;
    }

    Optional<String> cookie(Context ctx) {
        return Optional.ofNullable(ctx.cookie(cookieName));
    }

    Optional<PageSessions.Session> session(Context ctx) {
        Optional<PageSessions.Session> known = cookie(ctx).flatMap(sessions::find);
        known.flatMap(PageSessions.Session::locale).ifPresent(locale -> ReaderLanguage.choose(ctx, locale));
        return host.isEmpty() ? known : host.get().apply(ctx.req()).flatMap(user -> ofHost(ctx, user, known));
    }

    /** Whether people sign in to the application that serves us, and not here. */
    boolean ofHost() {
        return host.isPresent();
    }

    /** Whoever the host says it is, whatever our cookie said before. */
    private Optional<PageSessions.Session> ofHost(Context ctx, SignedIn user, Optional<PageSessions.Session> known) {
        user.locale().ifPresent(locale -> ReaderLanguage.choose(ctx, locale));
        Optional<PageSessions.Session> theirs =
                known.filter(session -> session.tenant().equals(user.tenant()) && session.manage() == user.manage());
        if (theirs.isPresent()) return theirs;
        String value = sessions.open(user.tenant(), user.manage());
        ctx.cookie(cookieOf(value, UNTIL_THE_BROWSER_CLOSES));
        return sessions.find(value);
    }

    /** Also where it is taken back it has all its attributes: without them a browser refuses a name with this prefix. */
    Cookie cookieOf(String value, int maxAge) {
        boolean secure = cookieName.startsWith(HOST_ONLY);
        return new Cookie(cookieName, value, "/", maxAge, secure, true, null, SameSite.LAX);
    }

    /** How many seats are in use by the token that came, or that opened the page. */
    static OptionalLong seatsInUse(Context ctx) {
        OptionalLong said = ctx.attribute(SEATS_IN_USE);
        return said == null ? OptionalLong.empty() : said;
    }

    TenantId reader(Context ctx) {
        return tenant(ctx, Scope.READ);
    }

    TenantId manager(Context ctx) {
        return tenant(ctx, Scope.MANAGE);
    }

    /** Whoever operates the installation, by a token alone: no page signs an operator in. */
    void operator(Context ctx) {
        if (ctx.header("Authorization") == null) throw unauthenticated(ctx);
        tenant(ctx, Scope.OPERATOR);
    }

    private TenantId tenant(Context ctx, Scope needed) {
        Optional<String> bearer = Optional.ofNullable(ctx.header("Authorization"));
        if (bearer.isEmpty() || host.isPresent()) {
            Optional<PageSessions.Session> session = session(ctx);
            if (session.isPresent()) return byCookie(ctx, session.get(), needed);
        }
        Authentication who = authenticator.authenticate(new Credentials(bearer, cookie(ctx)));
        Authentication.Authenticated known = believed(ctx, who);
        boolean allowed = known.scopes().contains(needed)
                || needed == Scope.READ && known.scopes().contains(Scope.MANAGE);
        if (!allowed)
            throw new Problem(
                    403,
                    "missing_scope",
                    "The token needs the scope billing:" + needed.name().toLowerCase(java.util.Locale.ROOT) + ".");
        if (known.byCookie()) requireOwnOrigin(ctx);
        ctx.attribute("tenant", known.tenant().value());
        ctx.attribute(SEATS_IN_USE, known.seatsInUse());
        return known.tenant();
    }

    /** Who a token alone speaks for: no cookie counts, whoever reads it. */
    Authentication.Authenticated byToken(Context ctx) {
        Optional<String> bearer = Optional.ofNullable(ctx.header("Authorization"));
        Authentication.Authenticated known =
                believed(ctx, authenticator.authenticate(new Credentials(bearer, Optional.empty())));
        if (bearer.isEmpty() || known.byCookie()) throw unauthenticated(ctx);
        return known;
    }

    private static Authentication.Authenticated believed(Context ctx, Authentication who) {
        if (who instanceof Authentication.Unavailable away)
            throw new Problem(
                    503,
                    "identity_unavailable",
                    "Your token can't be checked just now. Try again in a moment.",
                    "",
                    Math.max(1, away.retryAfter().toSeconds()));
        if (who instanceof Authentication.Authenticated known) return known;
        throw unauthenticated(ctx);
    }

    private static Problem unauthenticated(Context ctx) {
        ctx.header("WWW-Authenticate", "Bearer");
        return new Problem(401, "unauthenticated", "Send a valid token: Authorization: Bearer ...");
    }

    private TenantId byCookie(Context ctx, PageSessions.Session session, Scope needed) {
        requireOwnOrigin(ctx);
        if (needed != Scope.READ && !session.manage())
            throw new Problem(403, "missing_scope", "Ask an owner to change the plan.");
        ctx.attribute("tenant", session.tenant().value());
        ctx.attribute(SEATS_IN_USE, session.seatsInUse());
        return session.tenant();
    }

    /** A browser says where a request comes from; another site's may not act with our cookie. */
    private void requireOwnOrigin(Context ctx) {
        if (ctx.method().name().equals("GET")) return;
        if (!origin.equals(ctx.header("Origin")))
            throw new Problem(403, "foreign_origin", "This request comes from another site.");
    }

    /** A form carries a token that another site can't know; one that says it comes from elsewhere is refused as well. */
    void requireOwnForm(Context ctx) {
        String said = ctx.header("Origin");
        if (said == null || said.equals(origin)) return;
        // On one's own machine the page may be opened as localhost as well as 127.0.0.1.
        boolean samePlace = Loopback.direct(ctx) && said.equals("http://" + ctx.header("Host"));
        if (!samePlace) throw new Problem(403, "foreign_origin", "This request comes from another site.");
    }
}
