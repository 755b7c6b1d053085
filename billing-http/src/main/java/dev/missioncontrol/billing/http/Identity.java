package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.Credentials;
import dev.missioncontrol.billing.http.auth.Scope;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import dev.missioncontrol.billing.id.TenantId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Who asks: by the host's token, or by the page's cookie. Nothing else of a request names a tenant. */
final class Identity {
    /** What is said of what can't be a tenant's id. */
    static final String TENANTS_ID = "Use 1 to 128 letters, digits and . _ : @ + | ~ -";

    private static final String SEATS_IN_USE = "seatsInUse";

    private final TenantAuthenticator authenticator;
    private final PageSessions sessions;
    private final PageCookies cookies;
    private final Loopback here;
    private final RequestOrigin from;
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
        this(authenticator, sessions, baseUrl, host, Set.of());
    }

    /** @param origins whose pages may show billing inside their own, with a token, or are front ends of the host */
    Identity(
            TenantAuthenticator authenticator,
            PageSessions sessions,
            URI baseUrl,
            Optional<Function<HttpServletRequest, Optional<SignedIn>>> host,
            Set<String> origins) {
        this.host = host;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.cookies = new PageCookies(baseUrl);
        this.here = new Loopback(baseUrl);
        this.from = new RequestOrigin(baseUrl, origins, host.isPresent());
    }

    /** Whether somebody on this machine itself asks. */
    boolean here(Context ctx) {
        return here.direct(ctx);
    }

    /** Refuses who asks from elsewhere. */
    void requireHere(Context ctx) {
        here.require(ctx);
    }

    PageCookies cookies() {
        return cookies;
    }

    Optional<PageSessions.Session> session(Context ctx) {
        if (host.isEmpty() && Embedding.byToken(ctx)) return embedded(ctx);
        // The host is asked first: who is not signed in there is not looked up here.
        return host.isEmpty() ? byCookie(ctx) : host.get().apply(ctx.req()).map(user -> ofHost(ctx, user));
    }

    /** Who is signed in by our own cookie; nobody where the application that serves us says who it is. */
    Optional<PageSessions.Session> browser(Context ctx) {
        return host.isEmpty() ? byCookie(ctx) : Optional.empty();
    }

    private Optional<PageSessions.Session> byCookie(Context ctx) {
        Optional<PageSessions.Session> known = cookies.session(ctx).flatMap(sessions::find);
        known.flatMap(PageSessions.Session::locale).ifPresent(locale -> ReaderLanguage.choose(ctx, locale));
        return known;
    }

    /** Whoever has a token is who it says, whatever a cookie says: another site's page shows us inside its own. */
    private Optional<PageSessions.Session> embedded(Context ctx) {
        from.requireKnown(ctx);
        Optional<PageSessions.Session> ticketed = Embedding.session(ctx).flatMap(sessions::find);
        if (ticketed.isPresent()) {
            ticketed.flatMap(PageSessions.Session::locale).ifPresent(locale -> ReaderLanguage.choose(ctx, locale));
            return ticketed;
        }
        Authentication who = authenticator.authenticate(
                new Credentials(Optional.ofNullable(ctx.header("Authorization")), Optional.empty()));
        if (who instanceof Authentication.Unauthenticated no) {
            RefusedToken.told(no.reason());
            return Optional.empty();
        }
        Authentication.Authenticated known = believed(ctx, who);
        if (!reads(known)) throw missing(Scope.READ);
        return Optional.of(Embedding.session(known));
    }

    private static boolean reads(Authentication.Authenticated known) {
        return known.scopes().contains(Scope.READ) || known.scopes().contains(Scope.MANAGE);
    }

    /** Where requests come from. */
    RequestOrigin from() {
        return from;
    }

    /** Whether people sign in to the application that serves us, and not here. */
    boolean ofHost() {
        return host.isPresent();
    }

    /** Whoever the host says it is, whatever our cookie said before. */
    private PageSessions.Session ofHost(Context ctx, SignedIn user) {
        // Only pages have forms and a language: for a call of the API nothing is looked for, and nothing kept.
        boolean page = !ctx.path().startsWith("/api/");
        Optional<PageSessions.Session> known = page ? byCookie(ctx) : Optional.empty();
        user.locale().ifPresent(locale -> ReaderLanguage.choose(ctx, locale));
        return known.filter(session -> session.tenant().equals(user.tenant()) && session.manage() == user.manage())
                .orElseGet(() -> PageSessions.Session.of(
                        page ? browser(ctx, known.isPresent()) : anyBrowser(ctx),
                        user.tenant(),
                        user.manage(),
                        user.locale(),
                        OptionalLong.empty()));
    }

    private String anyBrowser(Context ctx) {
        return cookies.session(ctx).filter(BrowserCookie::fits).orElseGet(BrowserCookie::make);
    }

    /**
     * What tells the browser from others, on whatever node. A cookie that it has stays, or its open pages' forms were out of date;
     * but that of a session which is over, or of the version before, is replaced with the next page: it costs a look each time.
     *
     * @param known whether a session was found by it
     */
    private String browser(Context ctx, boolean known) {
        boolean anew = !known && ctx.method() == HandlerType.GET && ctx.path().equals("/billing");
        Optional<String> had =
                cookies.session(ctx).filter(value -> anew ? BrowserCookie.isOurs(value) : BrowserCookie.fits(value));
        if (had.isPresent()) return had.get();
        String made = BrowserCookie.make();
        ctx.cookie(cookies.sessionOf(made, PageCookies.UNTIL_THE_BROWSER_CLOSES));
        return made;
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
        if (ctx.header("Authorization") == null) throw RefusedToken.none(ctx);
        tenant(ctx, Scope.OPERATOR);
    }

    private TenantId tenant(Context ctx, Scope needed) {
        Optional<String> bearer = Optional.ofNullable(ctx.header("Authorization"));
        if (bearer.isEmpty() || host.isPresent()) {
            Optional<PageSessions.Session> session = session(ctx);
            if (session.isPresent()) return byCookie(ctx, session.get(), needed);
        }
        Optional<PageSessions.Session> ticketed =
                host.isPresent() ? Optional.empty() : Embedding.session(ctx).flatMap(sessions::find);
        if (ticketed.isPresent()) return bySession(ctx, ticketed.get(), needed);
        Authentication who = authenticator.authenticate(new Credentials(bearer, cookies.session(ctx)));
        Authentication.Authenticated known = believed(ctx, who);
        boolean allowed = known.scopes().contains(needed)
                || needed == Scope.READ && known.scopes().contains(Scope.MANAGE);
        if (!allowed) throw missing(needed);
        if (known.byCookie()) from.requireOwn(ctx);
        ctx.attribute(BillingServer.TENANT, known.tenant().value());
        ctx.attribute(SEATS_IN_USE, known.seatsInUse());
        return known.tenant();
    }

    /**
     * Who may open a page, with what it may do there: by a token of the application, or signed in to it where it serves us. No
     * page opens another, by its cookie or in an element: or who is no longer of the application would stay, an hour at a time.
     */
    PageSessions.Session opener(Context ctx) {
        PageSessions.Session opener = host.isPresent() ? signedInToHost(ctx) : withToken(ctx);
        ctx.attribute(BillingServer.TENANT, opener.tenant().value());
        return opener;
    }

    private PageSessions.Session signedInToHost(Context ctx) {
        PageSessions.Session signedIn = session(ctx).orElseThrow(() -> RefusedToken.none(ctx));
        from.requireOwn(ctx);
        return signedIn;
    }

    private PageSessions.Session withToken(Context ctx) {
        Authentication.Authenticated known = byToken(ctx);
        if (!reads(known)) throw missing(Scope.READ);
        return Embedding.session(known);
    }

    /** Who a token alone speaks for: no cookie counts, whoever reads it. */
    Authentication.Authenticated byToken(Context ctx) {
        Optional<String> bearer = Optional.ofNullable(ctx.header("Authorization"));
        Authentication.Authenticated known =
                believed(ctx, authenticator.authenticate(new Credentials(bearer, Optional.empty())));
        if (bearer.isEmpty() || known.byCookie()) throw RefusedToken.none(ctx);
        return known;
    }

    private static Authentication.Authenticated believed(Context ctx, Authentication who) {
        if (who instanceof Authentication.Unavailable away) throw RefusedToken.unchecked(away);
        if (who instanceof Authentication.Authenticated known) return known;
        throw RefusedToken.refused(ctx, (Authentication.Unauthenticated) who);
    }

    private static Problem missing(Scope needed) {
        return new Problem(403, "missing_scope", "The token needs the scope " + needed.word() + ".");
    }

    private TenantId byCookie(Context ctx, PageSessions.Session session, Scope needed) {
        from.requireOwn(ctx);
        return bySession(ctx, session, needed);
    }

    /** A page is a tenant's: no session of one is more than that, whatever came beside it. */
    private static TenantId bySession(Context ctx, PageSessions.Session session, Scope needed) {
        if (needed != Scope.READ && needed != Scope.MANAGE) throw missing(needed);
        if (needed != Scope.READ) requireOwner(session);
        ctx.attribute(BillingServer.TENANT, session.tenant().value());
        ctx.attribute(SEATS_IN_USE, session.seatsInUse());
        return session.tenant();
    }

    /** Refuses who may only look. */
    static void requireOwner(PageSessions.Session session) {
        if (!session.manage()) throw new Problem(403, "missing_scope", "Ask an owner to change the plan.");
    }
}
