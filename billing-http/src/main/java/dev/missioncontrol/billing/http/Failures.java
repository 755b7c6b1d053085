package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.ErrorPage;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where a request comes to nothing: a problem document, or a page to a person. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static void on(RoutesConfig routes, Refusals refusals) {
        routes.exception(Problem.class, (problem, ctx) -> answer(ctx, refusals.counted(ctx, problem)));
        // In the log already, by ProviderCalls.
        routes.exception(ProviderException.class, (e, ctx) -> {
            String code = "provider_" + e.kind().name().toLowerCase(Locale.ROOT);
            long after = e.retryAfter().map(Duration::toSeconds).orElse(BillingServer.TRY_AGAIN_SECONDS);
            answer(
                    ctx,
                    e.retryable()
                            ? new Problem(
                                    503,
                                    code,
                                    "Changes are not possible just now; your plan is not affected. Try again in a moment.",
                                    "",
                                    Math.max(1, after))
                            : new Problem(502, code, e.sentence()));
        });
        routes.exception(StoreException.class, (e, ctx) -> {
            LOG.warn("The store: {}", ShortenedFailure.text(e.getMessage()));
            answer(
                    ctx,
                    new Problem(
                            503,
                            "store_unavailable",
                            "This can't be answered just now. Try again in a moment.",
                            "",
                            BillingServer.TRY_AGAIN_SECONDS));
        });
        routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, ofRouter(ctx, e)));
        routes.exception(Exception.class, (e, ctx) -> answer(ctx, ofOurs(e)));
    }

    /** What the router answers by itself: nothing is there, or it is not taken so. Javalin's own sentence would say the client's path back. */
    static Problem ofRouter(Context ctx, HttpResponseException e) {
        Optional<String> allowed =
                Optional.ofNullable(e.getDetails().get("availableMethods")).map(all -> all.replace("GET", "GET, HEAD"));
        allowed.ifPresent(methods -> ctx.header("Allow", methods));
        String sentence = allowed.map(methods -> "This address takes " + methods + ".")
                .orElse(e.getStatus() == 404 ? "There is nothing here." : "The request can't be answered.");
        return new Problem(e.getStatus(), "http_" + e.getStatus(), sentence);
    }

    /** Whoever asked is told that it was ours, and the log what it was. */
    static Problem ofOurs(Exception e) {
        LOG.error("A fault of ours", ShortenedFailure.of(e));
        return new Problem(500, "internal", "Something went wrong on our side. Nothing was changed.");
    }

    private static void answer(Context ctx, Problem problem) {
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("");
        boolean page = !ctx.path().startsWith("/api/") && accept.contains("text/html");
        if (!page) Json.problem(ctx, problem);
        else {
            String id = ctx.attribute(BillingServer.REQUEST_ID);
            ctx.status(problem.status);
            Json.retryAfter(ctx, problem);
            String request = id == null ? "" : id;
            if (ctx.attribute(BillingServer.WAY_BACK) == ErrorPage.Way.CONSOLE)
                ctx.html(ErrorPage.ofConsole(problem.status, problem.code, problem.sentence, request));
            else
                ReaderLanguage.answer(
                        ctx, ErrorPage.render(problem.status, problem.code, request, ReaderLanguage.of(ctx)));
        }
    }
}
