package dev.missioncontrol.billing.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What those who run the server ask: whether it lives, whether it can work, and its figures. */
final class OperatorRoutes {
    /** The text format that every Prometheus reads. */
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final BooleanSupplier ready;
    private final Optional<Supplier<String>> metrics;
    private final Predicate<Context> mayMeasure;

    /** @param mayMeasure who is shown the figures: to others the route is not there */
    OperatorRoutes(BooleanSupplier ready, Optional<Supplier<String>> metrics, Predicate<Context> mayMeasure) {
        this.ready = ready;
        this.metrics = metrics;
        this.mayMeasure = mayMeasure;
    }

    void register(RoutesConfig routes) {
        routes.get("/health/live", ctx -> Json.answer(ctx, 200, Map.of("status", "live")));
        routes.get("/health/ready", this::ready);
        routes.get("/metrics", this::metrics);
    }

    private void ready(Context ctx) {
        boolean answer = ready.getAsBoolean();
        Json.answer(ctx, answer ? 200 : 503, Map.of("status", answer ? "ready" : "not ready"));
    }

    private void metrics(Context ctx) {
        Supplier<String> figures = metrics.filter(any -> mayMeasure.test(ctx))
                .orElseThrow(() -> new Problem(404, "http_404", "Metrics are not served here."));
        ctx.contentType(TEXT).result(figures.get());
    }
}
