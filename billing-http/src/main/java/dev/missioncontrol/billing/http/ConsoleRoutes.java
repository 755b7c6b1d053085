package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.ConsoleSessions.Operator;
import dev.missioncontrol.billing.http.console.Attempt;
import dev.missioncontrol.billing.http.console.ConsoleAssets;
import dev.missioncontrol.billing.http.console.ConsoleChrome;
import dev.missioncontrol.billing.http.console.DoorPage;
import dev.missioncontrol.billing.http.console.EventPage;
import dev.missioncontrol.billing.http.console.InboxPage;
import dev.missioncontrol.billing.http.console.OverviewPage;
import dev.missioncontrol.billing.http.console.TenantPage;
import dev.missioncontrol.billing.http.console.TenantsPage;
import dev.missioncontrol.billing.http.pages.ErrorPage;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import dev.missioncontrol.billing.usecase.Operations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The console's pages: works without script, its forms post and are redirected. */
final class ConsoleRoutes {
    private final Billing billing;
    private final Operations operations;
    private final ConsoleSessions sessions;
    private final ConsoleActions actions;
    private final boolean sandbox;
    private final Optional<DemoDoor> door;

    /** How a demo lets somebody in without a token: on its own machine. */
    record DemoDoor(String csrf, Loopback here) {}

    /** The console with its sessions and its API. */
    static void registerAll(
            RoutesConfig routes,
            BillingServer.Parts parts,
            Identity identity,
            ProviderCalls calls,
            Optional<DemoDoor> door) {
        ConsoleSessions sessions = new ConsoleSessions(
                identity, parts.console(), parts.baseUrl(), parts.billing().signInBrowsers());
        new ConsoleApi(parts.billing(), sessions, parts.baseUrl()).register(routes);
        new ConsoleRoutes(
                        parts.billing(),
                        sessions,
                        new ConsoleActions(parts.billing().operations(), calls),
                        parts.sandbox().isPresent(),
                        door)
                .register(routes);
    }

    ConsoleRoutes(
            Billing billing,
            ConsoleSessions sessions,
            ConsoleActions actions,
            boolean sandbox,
            Optional<DemoDoor> door) {
        this.billing = billing;
        this.operations = billing.operations();
        this.sessions = sessions;
        this.actions = actions;
        this.sandbox = sandbox;
        this.door = door;
    }

    void register(RoutesConfig routes) {
        routes.before("/console", ConsoleRoutes::leadBack);
        routes.before("/console/*", ConsoleRoutes::leadBack);
        routes.get("/console", this::overview);
        routes.get("/console/enter", OneTimeAddress.sparing(this::enter, "/console"));
        routes.get("/console/tenants", this::tenants);
        routes.get("/console/tenant", ctx -> tenant(ctx, Optional.empty()));
        routes.get("/console/inbox", this::inbox);
        routes.get("/console/event", ctx -> event(ctx, Optional.empty()));
        routes.get("/console/assets/{name}", new Assets(ConsoleAssets.FILES)::serve);
        routes.post("/console/leave", this::leave);
        routes.post("/console/refresh", this::refresh);
        routes.post("/console/replay", this::replay);
        routes.post("/console/bind", this::bind);
        door.ifPresent(demo -> routes.post("/console/login", ctx -> enterDemo(ctx, demo)));
    }

    /** What goes wrong here leads back here: an operator has no business on a tenant's page. */
    private static void leadBack(Context ctx) {
        ctx.attribute(BillingServer.WAY_BACK, ErrorPage.Way.CONSOLE);
    }

    private ConsoleChrome chrome(Context ctx) {
        ConsoleSessions.Session session = sessions.required(ctx);
        return new ConsoleChrome(session.csrf(), session.who().name(), sessions.mayAct(session.who()), sandbox);
    }

    private void overview(Context ctx) {
        if (sessions.session(ctx).isEmpty()) {
            ctx.status(401)
                    .html(DoorPage.render(
                            door.filter(demo -> demo.here().direct(ctx)).map(DemoDoor::csrf)));
            return;
        }
        int days = ConsoleQueries.days(ctx);
        ctx.html(OverviewPage.render(
                chrome(ctx),
                operations.overview(days),
                billing.catalog(),
                billing.settings().sweepInterval(),
                days));
    }

    private void enter(Context ctx) {
        sessions.enter(ctx, Optional.ofNullable(ctx.queryParam("ticket")).orElse(""));
        ctx.redirect("/console", HttpStatus.SEE_OTHER);
    }

    private void enterDemo(Context ctx, DemoDoor demo) {
        demo.here().require(ctx);
        sessions.requireFormOf(ctx, demo.csrf());
        sessions.enterDemo(ctx);
        ctx.redirect("/console", HttpStatus.SEE_OTHER);
    }

    private void leave(Context ctx) {
        sessions.leave(ctx);
        ctx.redirect("/console", HttpStatus.SEE_OTHER);
    }

    private void tenants(Context ctx) {
        ConsoleChrome chrome = chrome(ctx);
        ConsoleQueries.Found found = ConsoleQueries.tenants(ctx, operations, billing.catalog());
        ctx.html(TenantsPage.render(
                chrome,
                new TenantsPage.View(
                        found.typed(),
                        found.filter(),
                        found.tenants(),
                        found.nobodys(),
                        found.unreadable(),
                        found.next(),
                        billing.catalog().plans())));
    }

    private void tenant(Context ctx, Optional<Attempt> attempt) {
        ConsoleChrome chrome = chrome(ctx);
        tenant(ctx, chrome, ConsoleQueries.tenant(ctx.queryParam("id")), attempt);
    }

    private void tenant(Context ctx, ConsoleChrome chrome, TenantId tenant, Optional<Attempt> attempt) {
        ctx.html(TenantPage.render(chrome, operations.explain(tenant), done(ctx), attempt));
    }

    private void inbox(Context ctx) {
        ConsoleChrome chrome = chrome(ctx);
        EventOutcome kind = ConsoleQueries.kind(ctx);
        Operations.Events events = ConsoleQueries.events(ctx, operations, kind);
        ctx.html(InboxPage.render(chrome, new InboxPage.View(kind, operations.backlog(), events)));
    }

    private void event(Context ctx, Optional<Attempt> attempt) {
        ConsoleChrome chrome = chrome(ctx);
        event(ctx, chrome, ConsoleQueries.event(ctx.queryParam("id"), operations), attempt);
    }

    private void event(Context ctx, ConsoleChrome chrome, InboxRow row, Optional<Attempt> attempt) {
        if (row instanceof InboxRow.Unreadable unreadable) {
            ctx.html(EventPage.unreadable(chrome, unreadable, attempt));
            return;
        }
        InboxEvent event = ((InboxRow.Readable) row).event();
        EventPage.View view = new EventPage.View(
                event,
                event.subscription().flatMap(operations::owner).flatMap(SubscriptionOwner::customer),
                Json.readable(event.payload()));
        ctx.html(EventPage.render(chrome, view, done(ctx), attempt));
    }

    private static final Map<String, String> DONE = Map.of(
            "replayed", "The event was applied again; what became of it stands below.",
            "refreshed", "The provider was asked, and its answer is taken.",
            "marked", "It is marked for the workers, which ask the provider within seconds.",
            "bound", "The customer is bound to this tenant.");

    private static Optional<String> done(Context ctx) {
        return Optional.ofNullable(ctx.queryParam("done")).map(DONE::get);
    }

    private void refresh(Context ctx) {
        Operator operator = sessions.actingForm(ctx).who();
        TenantId tenant = ConsoleQueries.tenant(ctx.formParam("tenant"));
        ConsoleActions.Outcome outcome = actions.refresh(operator.name(), tenant, field(ctx, "reason"));
        conclude(ctx, outcome, failed -> tenant(ctx, chrome(ctx), tenant, Optional.of(failed)));
    }

    private void replay(Context ctx) {
        Operator operator = sessions.actingForm(ctx).who();
        EventId id = ConsoleQueries.event(ctx.formParam("event"), operations)
                .place()
                .orElseThrow()
                .id();
        ConsoleActions.Outcome outcome = actions.replay(operator.name(), id, field(ctx, "reason"));
        conclude(
                ctx,
                outcome,
                failed -> event(ctx, chrome(ctx), operations.event(id).orElseThrow(), Optional.of(failed)));
    }

    private void bind(Context ctx) {
        Operator operator = sessions.actingForm(ctx).who();
        String event = field(ctx, "event");
        String tenant = field(ctx, "tenant");
        ConsoleActions.Outcome outcome =
                actions.bind(operator.name(), tenant, field(ctx, "customer"), field(ctx, "reason"));
        conclude(ctx, outcome, failed -> {
            if (event.isEmpty()) {
                TenantId shown = TenantId.parse(tenant)
                        .orElseThrow(() -> new Problem(400, "malformed_tenant", failed.error(), "tenant", 0));
                tenant(ctx, chrome(ctx), shown, Optional.of(failed));
            } else event(ctx, chrome(ctx), ConsoleQueries.event(event, operations), Optional.of(failed));
        });
    }

    private static void conclude(Context ctx, ConsoleActions.Outcome outcome, Consumer<Attempt> again) {
        if (outcome instanceof ConsoleActions.Outcome.Done done) {
            ctx.redirect(done.address(), HttpStatus.SEE_OTHER);
            return;
        }
        ConsoleActions.Outcome.Refused refused = (ConsoleActions.Outcome.Refused) outcome;
        ctx.status(refused.status());
        again.accept(refused.attempt());
    }

    private static String field(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
    }
}
