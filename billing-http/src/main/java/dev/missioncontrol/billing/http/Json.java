package dev.missioncontrol.billing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers as JSON, and problems as problem documents. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static void answer(Context ctx, int status, Object body) {
        write(ctx, status, "application/json", body);
    }

    static void problem(Context ctx, Problem problem) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", io.javalin.http.HttpStatus.forStatus(problem.status).getMessage());
        body.put("status", problem.status);
        body.put("code", problem.code);
        body.put("detail", problem.sentence);
        if (!problem.field.isEmpty()) body.put("field", problem.field);
        body.put("requestId", ctx.attribute(BillingServer.REQUEST_ID));
        if (problem.retryAfterSeconds > 0) ctx.header("Retry-After", Long.toString(problem.retryAfterSeconds));
        write(ctx, problem.status, "application/problem+json", body);
    }

    private static void write(Context ctx, int status, String type, Object body) {
        try {
            ctx.status(status).contentType(type).result(MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of our own can't be written", e);
        }
    }
}
