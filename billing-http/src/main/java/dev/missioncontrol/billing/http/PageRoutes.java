package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPage;
import dev.missioncontrol.billing.http.pages.BillingPageView;
import dev.missioncontrol.billing.http.pages.Chrome;
import dev.missioncontrol.billing.http.pages.LoginPage;
import dev.missioncontrol.billing.http.pages.Promotion;
import dev.missioncontrol.billing.http.pages.Rejections;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.SeatPolicy;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The billing page: works without script, its forms post and are redirected. */
final class PageRoutes {
    private static final Map<String, String> ASSETS = Map.of(
            "billing.css", "text/css; charset=utf-8",
            "billing.js", "text/javascript; charset=utf-8",
            "embed.js", "text/javascript; charset=utf-8",
            "favicon.svg", "image/svg+xml");

    private static final Set<String> FORMS =
            Set.of("checkout", "portal", "sync", "preview", "change", "cancel", "resume", "email", "promotion");

    private final Billing billing;
    private final Identity identity;
    private final PageSessions sessions;
    private final ProviderCalls calls;
    private final boolean sandbox;
    private final boolean devLogin;
    private final boolean console;
    private final PageViews views;
    private final String loginToken;
    private final LastOutcomes outcomes;
    private final PageParts parts;

    PageRoutes(
            Billing billing,
            Identity identity,
            PageSessions sessions,
            ProviderCalls calls,
            boolean sandbox,
            boolean devLogin) {
        this(billing, identity, sessions, calls, sandbox, devLogin, false);
    }

    /** @param console whether the sign-in of a demo offers the operator's console too */
    PageRoutes(
            Billing billing,
            Identity identity,
            PageSessions sessions,
            ProviderCalls calls,
            boolean sandbox,
            boolean devLogin,
            boolean console) {
        this.console = console;
        this.billing = billing;
        this.identity = identity;
        this.sessions = sessions;
        this.calls = calls;
        this.sandbox = sandbox;
        this.devLogin = devLogin;
        this.views = new PageViews(billing.catalog());
        this.loginToken = sessions.token();
        this.outcomes = new LastOutcomes(billing::now);
        this.parts = new PageParts(billing, calls);
    }

    /** The token of the forms on the sign-in of a demo. */
    String loginToken() {
        return loginToken;
    }

    void register(RoutesConfig routes) {
        routes.get("/", ctx -> ctx.redirect("/billing", HttpStatus.SEE_OTHER));
        routes.get("/billing", this::page);
        routes.get("/billing/enter", this::enter);
        routes.post("/billing/checkout", this::checkout);
        routes.post("/billing/portal", this::portal);
        routes.post("/billing/sync", this::sync);
        new ChangePages(billing, calls, this, outcomes).register(routes);
        routes.post("/billing/embed", this::embed);
        new PartRoutes(billing, calls, this, parts).register(routes);
        routes.post("/billing/logout", this::logout);
        routes.after(Embedding::redirected);
        routes.get("/billing/assets/{name}", PageRoutes::asset);
        if (devLogin) {
            routes.get("/billing/login", ctx -> login(ctx, "", Optional.empty()));
            routes.post("/billing/login", this::signIn);
        }
        routes.get("/billing/{form}", PageRoutes::again);
    }

    /** A form's answer that is loaded again, or whose address was copied: there is one page. */
    private static void again(Context ctx) {
        if (!FORMS.contains(ctx.pathParam("form"))) throw new Problem(404, "not_found", "There is no such page.");
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    private void page(Context ctx) {
        Optional<PageSessions.Session> session = identity.session(ctx);
        if (session.isEmpty()) {
            if (devLogin && Loopback.direct(ctx) && !Embedding.asked(ctx))
                ctx.redirect("/billing/login", HttpStatus.SEE_OTHER);
            else throw signedOut();
            return;
        }
        String checkout = Optional.ofNullable(ctx.queryParam("checkout")).orElse("");
        Optional<BillingNotice> notice = switch (checkout) {
            case "success" -> Optional.of(BillingNotice.CONFIRMING);
            case "cancel" -> Optional.of(BillingNotice.CHECKOUT_LEFT);
            default -> Optional.empty();
        };
        boolean returned = checkout.equals("success") || ctx.queryParam("portal") != null;
        if (returned && calls.maySync(session.get().tenant()))
            billing.sync(session.get().tenant());
        Optional<BillingInterval> interval =
                Optional.ofNullable(ctx.queryParam("interval")).flatMap(BillingInterval::of);
        PageViews.Opening opening = PageViews.Opening.PLAIN.at(interval);
        if (notice.isPresent()) opening = opening.saying(notice.get());
        else
            opening = outcomes.recall(
                            session.get(), billing.status(session.get().tenant()))
                    .map(opening::telling)
                    .orElse(opening);
        show(ctx, session.get(), opening);
    }

    void show(Context ctx, PageSessions.Session session, PageViews.Opening opening) {
        Chrome chrome = chrome(ctx, session);
        ctx.attribute("tenant", session.tenant().value());
        TenantStatus status = billing.status(session.tenant());
        PageViews.Means means =
                new PageViews.Means(session.manage(), sessions.token(), billing.mayCancelNow(), inUse(session, status));
        BillingPageView view = views.view(
                session.tenant(),
                status,
                billing.openMatters(session.tenant()),
                opening,
                means,
                billing.now(),
                promotion(ctx),
                chrome);
        Preconditions.tag(ctx, status);
        ReaderLanguage.answer(ctx, BillingPage.render(view, parts.all(ctx, session, status, chrome)));
    }

    Chrome chrome(Context ctx, PageSessions.Session session) {
        boolean leaves = !identity.ofHost() && !Embedding.byToken(ctx);
        return new Chrome(session.csrf(), ReaderLanguage.of(ctx), sandbox, Optional.empty(), leaves);
    }

    /** What became of a code in this request; nothing at all where none are taken. */
    private Optional<Promotion> promotion(Context ctx) {
        Promotion became = ctx.attribute(PartRoutes.PROMOTION);
        return billing.settings().promotionCodes()
                ? Optional.of(became == null ? Promotion.NONE : became)
                : Optional.empty();
    }

    /** Gives who has a ticket a token for it, to be kept in memory by another site's page. */
    private void embed(Context ctx) {
        identity.requireKnownOrigin(ctx);
        String token = sessions.redeem(Command.of(ctx, Set.of("ticket")).text("ticket"))
                .orElseThrow(PageRoutes::ticketUsed);
        Json.answer(ctx, 200, Map.of("token", token));
    }

    PageSessions.Session signedIn(Context ctx) {
        return identity.session(ctx).orElseThrow(PageRoutes::signedOut);
    }

    private static Problem signedOut() {
        return new Problem(
                401,
                "session_expired",
                "You are not signed in here any more. Open billing from your application again.");
    }

    private static Problem ticketUsed() {
        return new Problem(
                403, "ticket_used", "This link works once, for a minute. Open billing from your application again.");
    }

    /** Asks the host only where it makes a difference: of a plan with more than a seat. */
    private OptionalInt inUse(PageSessions.Session session, TenantStatus status) {
        boolean counted = status.current().live()
                && billing.catalog()
                        .plan(status.plan())
                        .filter(plan -> plan.seats().max() > 1)
                        .isPresent();
        if (!counted) return OptionalInt.empty();
        long used = Math.max(
                session.seatsInUse().orElse(0),
                billing.seatsInUse(session.tenant()).orElse(0));
        return used > 0 ? OptionalInt.of((int) Math.min(used, SeatPolicy.MOST)) : OptionalInt.empty();
    }

    private void enter(Context ctx) {
        String ticket = Optional.ofNullable(ctx.queryParam("ticket")).orElse("");
        String cookie = sessions.redeem(ticket).orElseThrow(PageRoutes::ticketUsed);
        signedIn(ctx, cookie);
    }

    private void checkout(Context ctx) {
        PageSessions.Session session = form(ctx, true);
        Optional<BillingInterval> interval = BillingInterval.of(
                Optional.ofNullable(ctx.formParam("interval")).orElse("month"));
        String plan = Optional.ofNullable(ctx.formParam("plan")).orElse("");
        Checkout wanted = Checkout.of(plan)
                .every(interval.orElse(BillingInterval.MONTH))
                .locale(ReaderLanguage.of(ctx).getLanguage());
        Optional<Long> seats = Optional.ofNullable(ctx.formParam("seats")).flatMap(PageRoutes::whole);
        if (seats.isPresent()) wanted = wanted.seats(seats.get());
        Optional<String> code = Optional.ofNullable(ctx.formParam("promotionCode"));
        if (code.isPresent()) wanted = wanted.promotionCode(code.get());
        Optional<BillingPageView.Attempt> attempt = Optional.of(
                new BillingPageView.Attempt(plan, interval.orElse(BillingInterval.MONTH), seats.orElse(1L)));
        try {
            Checkout checkout = wanted;
            Redirect redirect =
                    calls.redirect(session.tenant(), () -> billing.startCheckout(session.tenant(), checkout));
            if (redirect instanceof Redirect.Rejected no) {
                ctx.status(ApiRoutes.problem(no.rejection()).status);
                String sentence = Rejections.sentence(
                        no.rejection().code(), billing.catalog().named(plan), ReaderLanguage.of(ctx));
                if (no.rejection().field().equals("promotionCode"))
                    ctx.attribute(
                            PartRoutes.PROMOTION,
                            new Promotion(code.orElse(""), Optional.of(sentence), Optional.empty()));
                var error = new BillingPageView.FieldError(plan, no.rejection().field(), sentence);
                show(
                        ctx,
                        session,
                        PageViews.Opening.PLAIN.at(interval).attempting(attempt).wrong(error));
            } else ctx.redirect(redirect.url().toString(), HttpStatus.SEE_OTHER);
        } catch (ProviderException away) {
            ctx.status(503);
            show(
                    ctx,
                    session,
                    PageViews.Opening.PLAIN.at(interval).attempting(attempt).saying(BillingNotice.PROVIDER_AWAY));
        }
    }

    private void portal(Context ctx) {
        PageSessions.Session session = form(ctx, true);
        Optional<PortalFlow> flow =
                flow(Optional.ofNullable(ctx.formParam("flow")).orElse(""));
        try {
            Redirect redirect = calls.redirect(
                    session.tenant(),
                    () -> flow.isPresent()
                            ? billing.openPortal(session.tenant(), flow.get())
                            : billing.openPortal(session.tenant()));
            if (redirect instanceof Redirect.Rejected no) throw ApiRoutes.problem(no.rejection());
            ctx.redirect(redirect.url().toString(), HttpStatus.SEE_OTHER);
        } catch (ProviderException away) {
            ctx.status(503);
            show(ctx, session, PageViews.Opening.PLAIN.saying(BillingNotice.PROVIDER_AWAY));
        }
    }

    private static Optional<PortalFlow> flow(String word) {
        for (PortalFlow flow : PortalFlow.values()) {
            if (flow.name().toLowerCase(Locale.ROOT).equals(word)) return Optional.of(flow);
        }
        return Optional.empty();
    }

    private void sync(Context ctx) {
        TenantId tenant = form(ctx, false).tenant();
        if (calls.maySync(tenant)) billing.sync(tenant);
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    private void logout(Context ctx) {
        form(ctx, false);
        identity.cookie(ctx).ifPresent(sessions::close);
        ctx.cookie(identity.cookieOf("", 0));
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    /** The session of a form that carries its token: another site can't know it. */
    PageSessions.Session form(Context ctx, boolean manage) {
        BodyType.FORM.require(ctx);
        identity.requireOwnForm(ctx);
        PageSessions.Session session = identity.session(ctx).orElseThrow(PageRoutes::signedOut);
        if (!same(session.csrf(), ctx.formParam("csrf")))
            throw new Problem(403, "foreign_form", "This form is out of date. Go back, reload the page and try again.");
        if (manage && !session.manage()) throw new Problem(403, "missing_scope", "Ask an owner to change the plan.");
        return session;
    }

    private void login(Context ctx, String entered, Optional<String> error) {
        if (!Loopback.direct(ctx)) throw new Problem(403, "not_here", "This page answers only to its own machine.");
        ctx.html(LoginPage.render(
                new LoginPage.View(loginToken, List.of("acme", "globex"), entered, error, sandbox, console)));
    }

    private void signIn(Context ctx) {
        BodyType.FORM.require(ctx);
        identity.requireOwnForm(ctx);
        if (!Loopback.direct(ctx)) throw new Problem(403, "not_here", "This page answers only to its own machine.");
        if (!same(loginToken, ctx.formParam("csrf")))
            throw new Problem(403, "foreign_form", "Reload the page and try again.");
        String entered = Optional.ofNullable(ctx.formParam("tenant")).orElse("");
        Optional<TenantId> tenant = TenantId.parse(entered);
        if (tenant.isEmpty()) {
            ctx.status(400);
            login(ctx, entered, Optional.of("Use 1 to 128 letters, digits and . _ : @ + | ~ -"));
        } else signedIn(ctx, sessions.open(tenant.get(), true));
    }

    private void signedIn(Context ctx, String value) {
        ctx.cookie(identity.cookieOf(value, Identity.UNTIL_THE_BROWSER_CLOSES));
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    static void asset(Context ctx) {
        String name = ctx.pathParam("name");
        String type = ASSETS.get(name);
        if (type == null) throw new Problem(404, "not_found", "There is no such file.");
        try (InputStream own = BillingPage.class.getResourceAsStream(name)) {
            if (own == null) throw new IllegalStateException("the page's " + name + " is missing from the jar");
            ctx.contentType(type).header("Cache-Control", "public, max-age=300").result(own.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the page's " + name + " can't be read", e);
        }
    }

    static boolean same(String expected, @org.jspecify.annotations.Nullable String given) {
        byte[] other = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), other);
    }

    private static Optional<Long> whole(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
