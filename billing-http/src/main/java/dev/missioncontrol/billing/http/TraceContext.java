package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace that a request is part of, by the header {@code traceparent} of W3C Trace Context. One that is malformed is as
 * good as none, as the recommendation has it; none is begun here, since an agent does that where one runs.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId ours: 16 hexadecimal digits
 * @param flags two hexadecimal digits: whether it is recorded
 */
record TraceContext(String traceId, String spanId, String flags) {
    /** Under these names OpenTelemetry's agent puts them too, so that one query finds both. */
    static final String TRACE_ID = "trace_id";

    static final String SPAN_ID = "span_id";

    /** What to send on with calls that are made for this request. */
    static final String TRACEPARENT = "traceparent";

    /** A version that is not known may have more fields; {@code ff} and ids of zeros are not allowed. */
    private static final Pattern HEADER = Pattern.compile(
            "(?!ff)(?<version>[0-9a-f]{2})-(?!0{32})(?<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?<flags>[0-9a-f]{2})(?<more>-.*)?");

    /** Longest header that is looked at: version 00 has 55 characters. */
    private static final int LONGEST = 256;

    static Optional<TraceContext> of(@Nullable String header) {
        if (header == null || header.length() > LONGEST) return Optional.empty();
        Matcher found = HEADER.matcher(header.strip());
        if (!found.matches() || found.group("version").equals("00") && found.group("more") != null)
            return Optional.empty();
        String span = String.format("%016x", ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
        return Optional.of(new TraceContext(found.group("trace"), span, found.group("flags")));
    }

    /** The id of the trace that a request is part of. Not from the log's context, which some hosts' loggers have none of. */
    static Optional<String> idOf(Context ctx) {
        return Optional.ofNullable(ctx.attribute(TRACE_ID));
    }

    /** Into every line that this thread logs until the request ends, and into what it answers. */
    void begin(Context ctx) {
        ctx.attribute(TRACE_ID, traceId);
        MDC.put(TRACE_ID, traceId);
        MDC.put(SPAN_ID, spanId);
        MDC.put(TRACEPARENT, "00-" + traceId + "-" + spanId + "-" + flags);
    }
}
