package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.front.RoutedRequests;
import io.javalin.Javalin;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Metrics and health on a listener of their own, for networks where only operators reach it. It answers nothing else, and
 * its threads are its own: a flood of requests to the product does not keep a probe from its answer.
 */
public final class OperatorServer implements AutoCloseable {
    /** Threads: a scraper, a few probes, and the listener's own. */
    private static final int THREADS = 8;

    /** How long a connection may say nothing, in milliseconds. */
    private static final long IDLE_TIMEOUT_MS = 10_000;

    /** Largest request head in bytes. */
    private static final int LARGEST_HEAD = 4 * 1024;

    private final Javalin javalin;

    /**
     * @param ready whether requests should be sent to the product
     * @param metrics the figures, as Prometheus reads them
     */
    public OperatorServer(BooleanSupplier ready, Supplier<String> metrics) {
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.jetty.modifyServer(server -> server.insertHandler(new RoutedRequests()));
            config.jetty.threadPool = new QueuedThreadPool(THREADS, 1);
            config.jetty.modifyHttpConfiguration(http -> {
                http.setRequestHeaderSize(LARGEST_HEAD);
                http.setIdleTimeout(IDLE_TIMEOUT_MS);
                http.setSendServerVersion(false);
            });
            config.routes.before(
                    ctx -> ctx.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff"));
            new OperatorRoutes(ready, Optional.of(metrics), ctx -> true).register(config.routes);
            config.routes.exception(Exception.class, (e, ctx) -> ctx.status(500).result("This can't be answered now."));
        });
    }

    /** Listens. Returns the port. */
    public int start(String host, int port) {
        return javalin.start(host, port).port();
    }

    @Override
    public void close() {
        BillingServer.stop(javalin);
    }
}
