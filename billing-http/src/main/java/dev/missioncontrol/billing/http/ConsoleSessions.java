package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.Scope;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.store.BrowserSession.Kind;
import dev.missioncontrol.billing.usecase.SignInBrowsers;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which operator asks: by a token, or by the console's own cookie, which a browser gets for the one-time address that a token
 * asked for. Neither the billing page's cookie nor a tenant's token opens anything here.
 */
final class ConsoleSessions {
    /** How long a browser stays signed in: a look at a case, a third of what a tenant's visit may last. */
    static final Duration LASTS = Duration.ofMinutes(20);

    /** Most sessions kept, and as many tickets; the oldest goes first. Operators are few, and none is kept from more than another. */
    static final int MOST = 1_000;

    private final Identity identity;
    private final Sessions sessions;
    private final ConsoleMode mode;
    private final String cookieName;

    ConsoleSessions(Identity identity, ConsoleMode mode, URI baseUrl, SignInBrowsers browsers) {
        this.identity = identity;
        this.mode = mode;
        this.cookieName = PageCookies.nameOf(baseUrl, "billing-console");
        this.sessions =
                new Sessions(browsers, Kind.CONSOLE, Kind.CONSOLE_TICKET, new SignInBrowsers.Terms(LASTS, MOST));
    }

    /**
     * Somebody who operates the installation.
     *
     * @param name the subject of their token: what the audit says
     * @param act whether they may do more than look
     */
    record Operator(String name, boolean act) {
        private static Operator of(BrowserSession signedIn) {
            return new Operator(signedIn.operator(), signedIn.manage());
        }

        private BrowserSession signedIn() {
            return new BrowserSession(Optional.empty(), name, act, Optional.empty(), OptionalLong.empty());
        }
    }

    /**
     * A browser of an operator's.
     *
     * @param csrf what its forms carry
     */
    record Session(Operator who, String csrf) {}

    /** Whoever a token speaks for, who may look. */
    Operator reader(Context ctx) {
        Authentication.Authenticated known = identity.byToken(ctx);
        boolean act = known.scopes().contains(Scope.CONSOLE_ACT);
        if (!act && !known.scopes().contains(Scope.CONSOLE)) throw missing(Scope.CONSOLE);
        String name = known.subject()
                .filter(subject -> !subject.isBlank())
                .orElseThrow(() -> new Problem(
                        403,
                        "missing_subject",
                        "The token must say who asks, as its subject (sub): the audit keeps it."));
        return new Operator(name, act);
    }

    /** A one-time ticket for a browser; one that looks, unless more is asked for and allowed. */
    String ticket(Context ctx, boolean act) {
        Operator operator = reader(ctx);
        if (act && mode != ConsoleMode.ACT)
            throw new Problem(403, "console_read_only", "This console only shows: BILLING_CONSOLE is not act.");
        if (act && !operator.act()) throw missing(Scope.CONSOLE_ACT);
        return sessions.ticket(new Operator(operator.name(), act).signedIn());
    }

    private static Problem missing(Scope scope) {
        return new Problem(403, "missing_scope", "The token needs the scope " + scope.word() + ".");
    }

    void enter(Context ctx, String ticket) {
        String cookie = sessions.redeem(ticket)
                .orElseThrow(() -> new Problem(
                        403,
                        "ticket_used",
                        "This link works once, for a minute. Ask for another one with your token."));
        ctx.cookie(cookieOf(cookie, PageCookies.UNTIL_THE_BROWSER_CLOSES));
    }

    /** Signs in without a token: in a demo on its own machine only. */
    void enterDemo(Context ctx) {
        String cookie = sessions.open(new Operator("demo", mode == ConsoleMode.ACT).signedIn());
        ctx.cookie(cookieOf(cookie, PageCookies.UNTIL_THE_BROWSER_CLOSES));
    }

    Optional<Session> session(Context ctx) {
        return Optional.ofNullable(ctx.cookie(cookieName))
                .flatMap(cookie -> sessions.find(cookie)
                        .map(found -> new Session(
                                Operator.of(found),
                                FormToken.of(cookie, found.operator(), Boolean.toString(found.manage())))));
    }

    Session required(Context ctx) {
        return session(ctx)
                .orElseThrow(() -> new Problem(
                        401,
                        "session_expired",
                        "You are not signed in to the console any more. Ask for another link with your token."));
    }

    /** The session of a form that carries its token: another site can't know it. */
    Session form(Context ctx) {
        BodyType.FORM.require(ctx);
        identity.from().requireOwnForm(ctx);
        Session session = required(ctx);
        FormToken.require(ctx, session.csrf());
        return session;
    }

    /** A form of nobody yet, with the token of the page that showed it. */
    void requireFormOf(Context ctx, String csrf) {
        BodyType.FORM.require(ctx);
        identity.from().requireOwnForm(ctx);
        FormToken.requireToSignIn(ctx, csrf);
    }

    boolean mayAct(Operator operator) {
        return operator.act() && mode == ConsoleMode.ACT;
    }

    /** As {@link #form}, but refuses operators who may only look. */
    Session actingForm(Context ctx) {
        Session session = form(ctx);
        if (!mayAct(session.who()))
            throw new Problem(403, "console_read_only", "You may look here, and change nothing.");
        return session;
    }

    void leave(Context ctx) {
        form(ctx);
        Optional.ofNullable(ctx.cookie(cookieName)).ifPresent(sessions::close);
        ctx.cookie(cookieOf("", 0));
    }

    private Cookie cookieOf(String value, int maxAge) {
        return PageCookies.of(cookieName, value, maxAge);
    }
}
