package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which traces are gone on with. */
class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @Test
    void a_trace_goes_on_under_a_span_of_our_own() {
        TraceContext trace =
                TraceContext.of("00-" + TRACE + "-" + PARENT + "-01").orElseThrow();
        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(trace.flags()).isEqualTo("01");
        assertThat(trace.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(PARENT);
    }

    @Test
    void a_later_version_is_understood() {
        assertThat(TraceContext.of("cc-" + TRACE + "-" + PARENT + "-00-what-comes"))
                .hasValueSatisfying(trace -> assertThat(trace.traceId()).isEqualTo(TRACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-" + TRACE + "-" + PARENT,
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-more"
            })
    void a_malformed_one_is_as_good_as_none(String header) {
        assertThat(TraceContext.of(header)).isEmpty();
        assertThat(TraceContext.of(null)).isEmpty();
    }

    @Test
    void a_header_without_end_is_not_looked_at() {
        assertThat(TraceContext.of("cc-" + TRACE + "-" + PARENT + "-00-" + "a".repeat(8000)))
                .isEmpty();
    }
}
