package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where events are taken without a signature, what their reader refuses is answered as it is of those that are signed. */
class UnsignedWebhookTest {
    private final ARunningServer running = ARunningServer.takingUnsigned(URI.create("http://localhost:8080"));

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({"BODY_TOO_LARGE, 413", "NOT_CONFIGURED, 503", "MALFORMED, 400"})
    void what_is_refused_unsigned_says_why(String refusal, int status) {
        String code = refusal.toLowerCase(Locale.ROOT);
        assertThat(Description.held(
                                "post", "/api/billing/webhook", status, running.post("/api/billing/webhook", refusal))
                        .path("code")
                        .textValue())
                .isEqualTo(code);
        assertThat(running.answers.refused).containsExactly(code);
    }
}
