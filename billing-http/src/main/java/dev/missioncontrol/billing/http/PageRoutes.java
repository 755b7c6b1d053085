package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPage;
import dev.missioncontrol.billing.http.pages.BillingPageView;
import dev.missioncontrol.billing.http.pages.Chrome;
import dev.missioncontrol.billing.http.pages.PageAssets;
import dev.missioncontrol.billing.http.pages.Promotion;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.SeatPolicy;
import dev.missioncontrol.billing.usecase.OpenMatters;
import dev.missioncontrol.billing.usecase.Redirect.Back;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The billing page: works without script, its forms post and are redirected. */
final class PageRoutes {
    private static final Set<String> FORMS =
            Set.of("checkout", "portal", "sync", "preview", "change", "cancel", "resume", "email", "promotion");

    private final Billing billing;
    private final Identity identity;
    private final PageSessions sessions;
    private final ProviderCalls calls;
    private final boolean sandbox;
    private final Optional<URI> support;
    private final EntryRoutes entry;
    private final PageViews views;
    private final LastOutcomes outcomes;
    private final PageParts parts;

    /**
     * @param console whether the sign-in of a demo offers the operator's console too
     * @param support where "Contact" leads
     */
    PageRoutes(
            Billing billing,
            Identity identity,
            PageSessions sessions,
            ProviderCalls calls,
            boolean sandbox,
            boolean devLogin,
            boolean console,
            Optional<URI> support) {
        this.billing = billing;
        this.identity = identity;
        this.sessions = sessions;
        this.calls = calls;
        this.sandbox = sandbox;
        this.support = support;
        this.entry = new EntryRoutes(identity, sessions, sandbox, devLogin, console);
        this.views = new PageViews(billing.catalog());
        this.outcomes = new LastOutcomes(billing::now, identity);
        this.parts = new PageParts(billing, calls);
    }

    /** The token of the forms on the sign-in of a demo. */
    String loginToken() {
        return entry.loginToken();
    }

    void register(RoutesConfig routes) {
        routes.get("/", ctx -> ctx.redirect("/billing", HttpStatus.SEE_OTHER));
        routes.get("/billing", this::page);
        entry.register(routes);
        new RedirectPages(billing, calls, this).register(routes);
        routes.post("/billing/sync", this::sync);
        new ChangePages(billing, calls, this, outcomes).register(routes);
        new PartRoutes(billing, calls, this, parts).register(routes);
        routes.post("/billing/logout", this::logout);
        routes.after(Embedding::redirected);
        routes.get("/billing/assets/{name}", new Assets(PageAssets.FILES)::serve);
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
            entry.askToSignIn(ctx);
            return;
        }
        TenantId tenant = session.get().tenant();
        Optional<BillingNotice> notice = ofCheckout(ctx);
        boolean returned =
                notice.equals(Optional.of(BillingNotice.CONFIRMING)) || ctx.queryParam(Back.PORTAL.parameter()) != null;
        if (returned) calls.sync(tenant, () -> billing.sync(tenant));
        if (notice.isPresent()
                && navigates(ctx)
                && !PageNotice.underWay(billing.status(tenant), billing.openMatters(tenant), notice.get())) {
            // The session's id goes from the address with it, and so from the browser's history.
            ctx.redirect("/billing", HttpStatus.SEE_OTHER);
            return;
        }
        Optional<BillingInterval> interval =
                Optional.ofNullable(ctx.queryParam("interval")).flatMap(BillingInterval::of);
        PageViews.Opening opening = PageViews.Opening.PLAIN.at(interval);
        if (notice.isPresent()) opening = opening.saying(notice.get());
        else
            opening = outcomes.recall(
                            ctx, session.get(), billing.status(session.get().tenant()))
                    .map(opening::telling)
                    .orElse(opening);
        show(ctx, session.get(), opening);
    }

    private static Optional<BillingNotice> ofCheckout(Context ctx) {
        if (says(ctx, Back.PAID)) return Optional.of(BillingNotice.CONFIRMING);
        return says(ctx, Back.LEFT) ? Optional.of(BillingNotice.CHECKOUT_LEFT) : Optional.empty();
    }

    private static boolean says(Context ctx, Back back) {
        return back.value().equals(ctx.queryParam(back.parameter()));
    }

    /**
     * Whether the address is the browser's own: scripts clean it up themselves, and the element can't follow. Not every browser says
     * what asks: then the page's script is redirected, and shows what it is led to.
     */
    private static boolean navigates(Context ctx) {
        return !Embedding.byToken(ctx) && !Embedding.asked(ctx) && !"empty".equals(ctx.header("Sec-Fetch-Dest"));
    }

    /** Where a page without script goes to look again; nowhere once it did so for long enough. The address counts. */
    private static Optional<String> nextLook(Context ctx) {
        int looks = 0;
        try {
            looks = Integer.parseInt(
                    Optional.ofNullable(ctx.queryParam("looks")).orElse("0"));
        } catch (NumberFormatException e) {
            // It is the first one: nobody but the page counts.
        }
        if (looks >= BillingPage.MOST_LOOKS) return Optional.empty();
        String back = ofCheckout(ctx).equals(Optional.of(BillingNotice.CONFIRMING)) ? Back.PAID.query() + "&" : "";
        return Optional.of("/billing?" + back + "looks=" + (Math.max(0, looks) + 1));
    }

    /** What came before the provider could be asked, and will be over soon, is said on the page, which stays whole. */
    void showHindered(Context ctx, PageSessions.Session session, PageViews.Opening opening, Problem hindered) {
        if (hindered.retryAfterSeconds == 0) throw hindered;
        Json.retryAfter(ctx, hindered);
        ctx.status(hindered.status);
        show(
                ctx,
                session,
                opening.saying(hindered.status == 429 ? BillingNotice.TOO_FAST : BillingNotice.PROVIDER_AWAY));
    }

    void show(Context ctx, PageSessions.Session session, PageViews.Opening opening) {
        Chrome chrome = chrome(ctx, session);
        ctx.attribute(BillingServer.TENANT, session.tenant().value());
        TenantStatus status = billing.status(session.tenant());
        OpenMatters matters = billing.openMatters(session.tenant());
        PageViews.Means means = new PageViews.Means(
                session.manage(),
                sessions.token(),
                billing.mayCancelNow(),
                portal(session, status, matters),
                inUse(session, status));
        BillingPageView view = views.view(
                session.tenant(),
                new PageViews.Known(status, matters, billing.recurring(session.tenant())),
                opening,
                means,
                billing.now(),
                promotion(ctx),
                nextLook(ctx),
                chrome);
        Preconditions.tag(ctx, status);
        ReaderLanguage.answer(ctx, BillingPage.render(view, parts.all(ctx, session, status, chrome)));
    }

    /** Asks the store only where a button may lead there: of who had a subscription, or has one that waits for its first payment. */
    private boolean portal(PageSessions.Session session, TenantStatus status, OpenMatters matters) {
        boolean leadsThere = status.current().subscription().isPresent()
                || matters.firstPayment() == OpenMatters.FirstPayment.TO_CONFIRM;
        return session.manage() && leadsThere && billing.mayOpenPortal(session.tenant());
    }

    Chrome chrome(Context ctx, PageSessions.Session session) {
        boolean leaves = !identity.ofHost() && !Embedding.byToken(ctx);
        return new Chrome(session.csrf(), ReaderLanguage.of(ctx), sandbox, support, leaves);
    }

    /**
     * Asks the host only where it makes a difference: of a plan with more than a seat, or of who may buy one. A page that is loaded too
     * often does not know; who changes or buys seats has them asked for again.
     */
    private OptionalInt inUse(PageSessions.Session session, TenantStatus status) {
        boolean counted = status.current().live()
                ? billing.catalog().plan(status.plan()).filter(Plan::perSeat).isPresent()
                : session.manage() && billing.catalog().sold().stream().anyMatch(Plan::perSeat);
        if (!counted) return OptionalInt.empty();
        OptionalLong used = calls.mayAskHost(session.tenant())
                ? billing.seatsInUse(session.tenant(), session.seatsInUse())
                : session.seatsInUse();
        // That none is in use forbids nothing, and is no news.
        return used.orElse(0) > 0
                ? OptionalInt.of((int) Math.min(used.getAsLong(), SeatPolicy.MOST))
                : OptionalInt.empty();
    }

    /** What became of a code in this request; nothing at all where none are taken. */
    private Optional<Promotion> promotion(Context ctx) {
        Promotion became = ctx.attribute(PartRoutes.PROMOTION);
        return billing.settings().promotionCodes()
                ? Optional.of(became == null ? Promotion.NONE : became)
                : Optional.empty();
    }

    private void sync(Context ctx) {
        TenantId tenant = form(ctx, false).tenant();
        calls.sync(tenant, () -> billing.sync(tenant));
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    private void logout(Context ctx) {
        form(ctx, false);
        identity.cookies().session(ctx).ifPresent(sessions::close);
        ctx.cookie(identity.cookies().sessionOf("", 0));
        if (identity.cookies().outcome(ctx).isPresent())
            ctx.cookie(identity.cookies().outcomeOf("", 0));
        ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    /** The session of a form that carries its token: another site can't know it. */
    PageSessions.Session form(Context ctx, boolean manage) {
        BodyType.FORM.require(ctx);
        identity.from().requireOwnForm(ctx);
        PageSessions.Session session = signedIn(ctx);
        FormToken.require(ctx, session.csrf());
        if (manage) Identity.requireOwner(session);
        return session;
    }

    /** Who asks; the request's line in the log says of which tenant, however it is answered. */
    PageSessions.Session signedIn(Context ctx) {
        PageSessions.Session session = identity.session(ctx).orElseThrow(EntryRoutes::signedOut);
        ctx.attribute(BillingServer.TENANT, session.tenant().value());
        return session;
    }
}
