package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.front.Wire;
import dev.missioncontrol.billing.http.pages.PageAssets;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import io.javalin.Javalin;
import java.util.Optional;
import java.util.Set;

/** The stand-ins for the provider's hosted pages alone, for applications that speak to a sandbox over the wire. */
public final class SandboxServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Javalin javalin;
    private int port;

    /**
     * @param sandbox whose pages
     * @param catalog what its portal offers
     * @param token what forms carry, so that only these pages can send them; another one at every start
     */
    public SandboxServer(SandboxPaymentProvider sandbox, PlanCatalog catalog, String token) {
        // Buyers return to whatever application made the session.
        Wire wire = new Wire(new Wire.Rules(false, Set.of(), "http: https:", Limits::largest));
        javalin = Javalin.create(config -> {
            ListenerSettings.settle(config);
            ListenerSettings.on(config, wire, () -> LOOPBACK, () -> port);
            new SandboxRoutes(sandbox, catalog, token, Optional.empty()).register(config.routes);
            config.routes.get("/billing/assets/{name}", new Assets(PageAssets.FILES)::serve);
            Failures.on(config.routes, new Refusals(sandbox.clock()));
        });
    }

    /** Listens on loopback. Returns the port. */
    public int start(int listenOn) {
        port = listenOn;
        return javalin.start().port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
