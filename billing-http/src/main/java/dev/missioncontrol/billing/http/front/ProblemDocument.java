package dev.missioncontrol.billing.http.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** A failure as RFC 9457 writes it: with a stable code, a sentence that says what to do, and the request's id. */
public final class ProblemDocument {
    /** Its media type. */
    public static final String TYPE = "application/problem+json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProblemDocument() {}

    /**
     * The document's bytes.
     *
     * @param field the field that is wrong; empty if it is none alone
     * @param requestId what to quote to support
     */
    public static byte[] of(int status, String code, String sentence, String field, @Nullable String requestId) {
        return of(status, code, sentence, field, requestId, Map.of());
    }

    /** The same, with members of its own after ours. */
    public static byte[] of(
            int status,
            String code,
            String sentence,
            String field,
            @Nullable String requestId,
            Map<String, String> more) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", HttpStatus.getMessage(status));
        body.put("status", status);
        body.put("code", code);
        body.put("detail", sentence);
        if (!field.isEmpty()) body.put("field", field);
        body.put("requestId", requestId);
        body.putAll(more);
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of our own can't be written", e);
        }
    }
}
