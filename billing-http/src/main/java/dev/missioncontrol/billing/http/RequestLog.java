package dev.missioncontrol.billing.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.util.Optional;

/** Sees every request come and go: its trace for the log, its answer for the listener. */
final class RequestLog {
    private static final String BEGUN = "begunNanos";

    private final Observability observability;

    RequestLog(Observability observability) {
        this.observability = observability;
    }

    void register(RoutesConfig routes) {
        routes.before(RequestLog::begin);
        routes.after(this::end);
    }

    private static void begin(Context ctx) {
        ctx.attribute(BEGUN, System.nanoTime());
        TraceContext.of(ctx.header(TraceContext.TRACEPARENT)).ifPresent(trace -> trace.begin(ctx));
    }

    private void end(Context ctx) {
        if (observability.draining().getAsBoolean()) ctx.header("Connection", "close");
        Optional<Endpoint> matched = Optional.ofNullable(ctx.endpoints().matchedHttpEndpoint());
        Long begun = ctx.attribute(BEGUN);
        observability
                .listener()
                .answered(new RequestListener.Answered(
                        matched.map(route -> route.method.toString()).orElse(RequestListener.UNMATCHED),
                        matched.map(route -> route.path).orElse(RequestListener.UNMATCHED),
                        ctx.statusCode(),
                        Duration.ofNanos(begun == null ? 0 : System.nanoTime() - begun)));
    }
}
