package dev.missioncontrol.billing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.http.front.ProblemDocument;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes answers as JSON, and problems as problem documents. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static void answer(Context ctx, int status, Object body) {
        answer(ctx, status, bytes(body));
    }

    static void answer(Context ctx, int status, byte[] body) {
        ctx.status(status).contentType("application/json").result(body);
    }

    static byte[] bytes(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of our own can't be written", e);
        }
    }

    /** A stored payload as people read it, or as it is where it is no JSON. */
    static String readable(String payload) {
        if (payload.isEmpty()) return "";
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(payload));
        } catch (JsonProcessingException notJson) {
            return payload;
        }
    }

    static void problem(Context ctx, Problem problem) {
        Map<String, String> more = new LinkedHashMap<>();
        TraceContext.idOf(ctx).ifPresent(trace -> more.put("traceId", trace));
        more.putAll(problem.more);
        byte[] body = ProblemDocument.of(
                problem.status,
                problem.code,
                problem.sentence,
                problem.field,
                ctx.attribute(BillingServer.REQUEST_ID),
                more);
        retryAfter(ctx, problem);
        ctx.status(problem.status).contentType(ProblemDocument.TYPE).result(body);
    }

    /** Says when to try again, where the problem knows. */
    static void retryAfter(Context ctx, Problem problem) {
        if (problem.retryAfterSeconds > 0) ctx.header("Retry-After", Long.toString(problem.retryAfterSeconds));
    }
}
