package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.EntryPage;
import dev.missioncontrol.billing.http.pages.LoginPage;
import dev.missioncontrol.billing.id.TenantId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ways to the billing page: a ticket, for a cookie or for a token, and the sign-in of a demo. */
final class EntryRoutes {
    private final Identity identity;
    private final PageSessions sessions;
    private final boolean sandbox;
    private final boolean devLogin;
    private final boolean console;
    private final String loginToken;

    /** @param console whether the sign-in of a demo offers the operator's console too */
    EntryRoutes(Identity identity, PageSessions sessions, boolean sandbox, boolean devLogin, boolean console) {
        this.identity = identity;
        this.sessions = sessions;
        this.sandbox = sandbox;
        this.devLogin = devLogin;
        this.console = console;
        this.loginToken = sessions.token();
    }

    /** The token of the forms on the sign-in of a demo. */
    String loginToken() {
        return loginToken;
    }

    void register(RoutesConfig routes) {
        routes.get("/billing/enter", OneTimeAddress.sparing(this::enter, "/billing"));
        routes.post("/billing/enter", this::change);
        routes.post("/billing/embed", this::embed);
        if (devLogin) {
            routes.get("/billing/login", ctx -> login(ctx, "", Optional.empty()));
            routes.post("/billing/login", this::signIn);
        }
    }

    /**
     * Anybody can lead a browser here, with a ticket of their own tenant. Who is signed in as another one is asked first, or they
     * would pay for that tenant, believing that they are still in their own.
     */
    private void enter(Context ctx) {
        String ticket = Optional.ofNullable(ctx.queryParam("ticket")).orElse("");
        Optional<PageSessions.Session> here = identity.browser(ctx);
        Optional<TenantId> other =
                here.flatMap(session -> sessions.ticketed(ticket).filter(tenant -> !tenant.equals(session.tenant())));
        if (other.isPresent()) ask(ctx, here.get(), other.get(), ticket);
        else redeem(ctx, ticket);
    }

    private void ask(Context ctx, PageSessions.Session here, TenantId other, String ticket) {
        ctx.attribute(BillingServer.TENANT, here.tenant().value());
        EntryPage.View view =
                new EntryPage.View(here.csrf(), ticket, here.tenant().value(), other.value(), sandbox);
        ReaderLanguage.answer(ctx, EntryPage.render(view, ReaderLanguage.of(ctx)));
    }

    /** Signs in as another tenant, by the form of the page that asked. */
    private void change(Context ctx) {
        BodyType.FORM.require(ctx);
        identity.from().requireOwnForm(ctx);
        PageSessions.Session here = identity.browser(ctx).orElseThrow(EntryRoutes::signedOut);
        ctx.attribute(BillingServer.TENANT, here.tenant().value());
        FormToken.require(ctx, here.csrf());
        redeem(ctx, FormFields.of(ctx, "ticket").orElse(""));
    }

    private void redeem(Context ctx, String ticket) {
        String cookie = sessions.redeem(ticket).orElseThrow(EntryRoutes::ticketUsed);
        signedIn(ctx, cookie);
    }

    /** Gives who has a ticket a token for it, to be kept in memory by another site's page. */
    private void embed(Context ctx) {
        identity.from().requireKnown(ctx);
        String session = sessions.redeem(Command.of(ctx, Set.of("ticket")).text("ticket"))
                .orElseThrow(EntryRoutes::ticketUsed);
        Json.answer(ctx, 200, Map.of("token", PageSessions.TOKEN + session));
    }

    private static Problem ticketUsed() {
        return new Problem(
                403, "ticket_used", "This link works once, for a minute. Open billing from your application again.");
    }

    /** Leads who is not signed in to the sign-in of a demo; where there is none it is refused. */
    void askToSignIn(Context ctx) {
        if (devLogin && identity.here(ctx) && !Embedding.asked(ctx))
            ctx.redirect("/billing/login", HttpStatus.SEE_OTHER);
        else throw signedOut();
    }

    static Problem signedOut() {
        return new Problem(
                401,
                "session_expired",
                "You are not signed in here any more. Open billing from your application again.");
    }

    private void login(Context ctx, String entered, Optional<String> error) {
        identity.requireHere(ctx);
        ctx.html(LoginPage.render(
                new LoginPage.View(loginToken, List.of("acme", "globex"), entered, error, sandbox, console)));
    }

    private void signIn(Context ctx) {
        BodyType.FORM.require(ctx);
        identity.from().requireOwnForm(ctx);
        identity.requireHere(ctx);
        FormToken.requireToSignIn(ctx, loginToken);
        String entered = Optional.ofNullable(ctx.formParam("tenant")).orElse("");
        Optional<TenantId> tenant = TenantId.parse(entered);
        if (tenant.isEmpty()) {
            ctx.status(400);
            login(ctx, entered, Optional.of(Identity.TENANTS_ID));
        } else signedIn(ctx, sessions.open(tenant.get(), true));
    }

    private void signedIn(Context ctx, String value) {
        ctx.cookie(identity.cookies().sessionOf(value, PageCookies.UNTIL_THE_BROWSER_CLOSES));
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }
}
