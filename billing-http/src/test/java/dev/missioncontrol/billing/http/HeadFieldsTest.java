package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a field on several lines none counts silently: those of a list all do, and of the others none. */
class HeadFieldsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String STATUS = "/api/billing/status";
    private static final String SUBSCRIPTION = "/api/billing/subscription";

    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
        running.buy(ACME, Checkout.of("team").seats(2));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    /** As somebody who may; each name as often as it is given. */
    private static HttpResponse<String> asManager(String method, String path, String body, String... headers) {
        String[] own = {"Authorization", "Bearer acme manage"};
        return running.send(
                method,
                path,
                body,
                Stream.concat(Arrays.stream(own), Arrays.stream(headers)).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer acme read, Bearer globex read",
        "Authorization, Bearer acme read, Bearer acme read",
        "Authorization, Basic eDp5, Bearer acme read",
        "Origin, https://billing.example, https://evil.example",
        "Content-Type, application/json, text/plain",
        "Idempotency-Key, k1, k2",
        "Stripe-Signature, wrong, right",
    })
    void what_is_said_once_is_refused_where_it_comes_twice(String name, String one, String other) {
        for (String path : new String[] {STATUS, "/api/billing/plans", "/health/live"}) {
            HttpResponse<String> answer = running.get(path, name, one, name, other);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"repeated_header\"", "\"field\":\"" + name + "\"");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void nothing_is_done_under_two_keys_two_types_or_two_signatures() {
        assertThat(asManager("PATCH", SUBSCRIPTION, "{\"seats\":9}", "Idempotency-Key", "k1", "Idempotency-Key", "k2")
                        .statusCode())
                .isEqualTo(400);
        String type = "Content-Type";
        assertThat(asManager("PATCH", SUBSCRIPTION, "{\"seats\":9}", type, "application/json", type, "text/plain")
                        .statusCode())
                .isEqualTo(400);
        assertThat(running.billing.status(ACME).seats()).isEqualTo(2);
        String event = running.events.keySet().iterator().next().value();
        String signature = "Stripe-Signature";
        HttpResponse<String> told = running.post("/api/billing/webhook", event, signature, "right", signature, "right");
        assertThat(told.statusCode()).as(told.body()).isEqualTo(400);
        assertThat(running.post("/api/billing/webhook", event, signature, "right")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_condition_on_a_second_line_counts_as_well() {
        String tag = asManager("GET", STATUS, "").headers().firstValue("ETag").orElseThrow();
        for (String other : new String[] {"\"0\"", tag, "*"}) {
            HttpResponse<String> answer =
                    asManager("PATCH", SUBSCRIPTION, "{\"seats\":9}", "If-Match", tag, "If-Match", other);
            assertThat(answer.statusCode()).as(other).isEqualTo(400);
            assertThat(answer.body()).contains("malformed_if_match");
        }
        assertThat(running.billing.status(ACME).seats()).isEqualTo(2);
    }

    @Test
    void an_answer_that_is_known_by_a_second_line_is_known() {
        String tag = asManager("GET", STATUS, "").headers().firstValue("ETag").orElseThrow();
        assertThat(asManager("GET", STATUS, "", "If-None-Match", "\"0\"", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }
}
