package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Log lines for collectors: whole, escaped, and never too long. */
class JsonLineTest {
    /** What collectors cut or drop beyond. */
    private static final int LONGEST_LINE = 4 * 1024;

    private final Logger logger = new LoggerContext().getLogger("dev.missioncontrol.billing.Test");

    private LoggingEvent event(String message, Throwable failure) {
        return event(message, failure, Map.of());
    }

    private LoggingEvent event(String message, Throwable failure, Map<String, String> ids) {
        LoggingEvent event = new LoggingEvent(getClass().getName(), logger, Level.WARN, message, failure, null);
        event.setMDCPropertyMap(ids);
        return event;
    }

    private static String line(LoggingEvent event) {
        return new String(new JsonLine().encode(event), StandardCharsets.UTF_8);
    }

    private static JsonNode read(String line) throws IOException {
        assertThat(line).endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n");
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LONGEST_LINE);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void the_ids_it_belongs_to_are_fields_of_their_own() throws IOException {
        Map<String, String> ids = Map.of(
                "requestId", "r-1", "tenant", "acme", "eventId", "evt_1", "trace_id", "4bf9", "traceparent", "00-4bf9");
        LoggingEvent event = event("Taken", null, ids);
        JsonNode line = read(line(event));
        assertThat(line.path("message").textValue()).isEqualTo("Taken");
        assertThat(line.path("level").textValue()).isEqualTo("WARN");
        assertThat(line.path("timestamp").textValue()).endsWith("Z");
        assertThat(line.path("requestId").textValue()).isEqualTo("r-1");
        assertThat(line.path("tenant").textValue()).isEqualTo("acme");
        assertThat(line.path("eventId").textValue()).isEqualTo("evt_1");
        assertThat(line.path("trace_id").textValue()).isEqualTo("4bf9");
        assertThat(line.has("traceparent")).isFalse();
    }

    @Test
    void a_failure_says_what_and_where() throws IOException {
        JsonNode line =
                read(line(event("A fault of ours", new IllegalStateException("on top", new IOException("below")))));
        assertThat(line.path("error").textValue())
                .startsWith("java.lang.IllegalStateException: on top | ")
                .contains("JsonLineTest");
    }

    @Test
    void whatever_is_logged_is_one_line_of_json_and_not_too_long() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String text = random.ints(random.nextInt(6_000), 0, 0x10ffff + 1)
                    .map(point -> point % 3 == 0 ? point % 0x20 : point)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            Map<String, String> ids =
                    Map.of("requestId", text, "tenant", text, "eventId", text, "trace_id", text, "span_id", text);
            LoggingEvent event = event(text, new IllegalStateException(text), ids);
            read(line(event));
        }
    }

    @Test
    void what_is_short_is_kept_as_it_is() throws IOException {
        String text = "quotes \" and \\ and\nlines, Gr\u00f6\u00dfe \u6f22\u5b57 \ud83d\ude00";
        assertThat(read(line(event(text, null))).path("message").textValue()).isEqualTo(text);
    }
}
