package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.front.Answer;
import dev.missioncontrol.billing.http.front.Wire;
import io.javalin.Javalin;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Metrics and health on a listener of their own, for networks where only operators reach it. It answers nothing else, and
 * its threads are its own: a flood of requests to the product does not keep a probe from its answer.
 */
public final class OperatorServer implements AutoCloseable {
    /** Threads: a scraper, a few probes, and the listener's own. */
    private static final int THREADS = 8;

    /**
     * How long a stop waits for what is under way here, and then for its threads: it comes last, when the time that a stop may take is
     * used up, and no scrape is worth waiting for.
     */
    private static final Duration STOP_WITHIN = Duration.ofMillis(500);

    private final Javalin javalin;
    private String host = "127.0.0.1";
    private int port;

    /**
     * @param ready whether requests should be sent to the product, and what it waits for where not
     * @param metrics the figures, as Prometheus reads them
     */
    public OperatorServer(ReadyCheck ready, Supplier<String> metrics) {
        Wire wire = new Wire(new Wire.Rules(false, Set.of(), Wire.STRIPES_PAGES, path -> 0));
        javalin = Javalin.create(config -> {
            ListenerSettings.settle(config);
            QueuedThreadPool threads = RequestThreads.pool("operators", THREADS, 1);
            threads.setStopTimeout(STOP_WITHIN.toMillis());
            config.jetty.threadPool = threads;
            ListenerSettings.on(config, wire, () -> host, () -> port);
            config.jetty.modifyServer(server -> server.setStopTimeout(STOP_WITHIN.toMillis()));
            config.routes.before(
                    ctx -> ctx.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff"));
            // Problems name it.
            config.routes.before(ctx -> ctx.attribute(
                    BillingServer.REQUEST_ID,
                    Answer.requestId(ServletContextRequest.getServletContextRequest(ctx.req()))));
            new OperatorRoutes(ready, Optional.of(metrics), ctx -> true).register(config.routes);
            config.routes.exception(
                    HttpResponseException.class, (e, ctx) -> Json.problem(ctx, Failures.ofRouter(ctx, e)));
            config.routes.exception(Exception.class, (e, ctx) -> Json.problem(ctx, Failures.ofOurs(e)));
        });
    }

    /**
     * Listens. Returns the port.
     *
     * @throws java.io.UncheckedIOException if the port is in use, or not for this process
     */
    public int start(String host, int port) {
        this.host = host;
        this.port = port;
        return ListenerSettings.start(javalin, host, port);
    }

    @Override
    public void close() {
        BillingServer.stop(javalin);
    }
}
