package dev.missioncontrol.billing.http.front;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;

/** A server of nothing but what stands at its front. */
final class BehindWire {
    private BehindWire() {}

    /**
     * One that listens on loopback, on a port that is free.
     *
     * @param jetty is given the server as it is made
     */
    static Javalin server(Wire wire, Consumer<Server> jetty, Consumer<JavalinConfig> routes) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.modifyServer(server -> {
                wire.guard(server);
                jetty.accept(server);
            });
            config.jetty.modifyHttpConfiguration(wire::bound);
            config.jetty.addConnector((server, http) -> wire.connector(server, http, "127.0.0.1", 0));
            routes.accept(config);
        });
    }
}
