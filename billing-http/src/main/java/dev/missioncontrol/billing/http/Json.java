package dev.missioncontrol.billing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.http.front.ProblemDocument;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes answers as JSON, and problems as problem documents. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Bytes of a body from which on Javalin compresses it for who takes that. */
    private static final int COMPRESSED_FROM = 1_500;

    private Json() {}

    static void answer(Context ctx, int status, Object body) {
        answer(ctx, status, bytes(body));
    }

    static void answer(Context ctx, int status, byte[] body) {
        ctx.status(status).contentType("application/json").result(body);
    }

    /**
     * Answers with a body that is asked for very often: straight into the response, since Javalin first asks of each whether it
     * should be compressed, and copies it. Nothing may be answered after it.
     */
    static void last(Context ctx, byte[] body) {
        if (body.length >= COMPRESSED_FROM) {
            answer(ctx, 200, body);
            return;
        }
        ctx.status(200).contentType("application/json");
        try {
            ctx.res().getOutputStream().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that is not sent yet can't be kept", e);
        }
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
