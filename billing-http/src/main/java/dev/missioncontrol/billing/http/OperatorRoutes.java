package dev.missioncontrol.billing.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What those who run the server ask: whether it lives, whether it can work, and its figures. */
final class OperatorRoutes {
    /** The text format that every Prometheus reads. */
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final ReadyCheck ready;
    private final Optional<Supplier<String>> metrics;
    private final Predicate<Context> mayMeasure;

    /** @param mayMeasure who is shown the figures: to others the route is not there */
    OperatorRoutes(ReadyCheck ready, Optional<Supplier<String>> metrics, Predicate<Context> mayMeasure) {
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
        if (ready.getAsBoolean()) {
            Json.answer(ctx, 200, Map.of("status", "ready"));
            return;
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("status", "not ready");
        answer.put("waitsFor", ready.waitsFor().map(ReadyCheck.WaitsFor::word).orElse(null));
        Json.answer(ctx, 503, answer);
    }

    private void metrics(Context ctx) {
        Supplier<String> figures = metrics.filter(any -> mayMeasure.test(ctx))
                .orElseThrow(() -> new Problem(404, "http_404", "Metrics are not served here."));
        ctx.contentType(TEXT).result(figures.get());
    }
}
