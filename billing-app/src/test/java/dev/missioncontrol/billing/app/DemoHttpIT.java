package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the running product answers to those who call it, right and wrong. */
class DemoHttpIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Demo demo;

    @BeforeAll
    static void start() {
        demo = Demo.start(Map.of("BILLING_PORT", "0"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(demo.base().resolve(path));
    }

    private static HttpRequest.Builder asAcme(String path) {
        return to(path).header("Authorization", "Bearer " + demo.token());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpRequest.Builder request, String body)
            throws IOException, InterruptedException {
        return send(request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void a_status_begins_with_the_four_documented_fields() throws Exception {
        assertThat(send(asAcme("/api/billing/status")).body())
                .startsWith("{\"plan\":\"free\",\"status\":\"active\",\"seats\":1,\"currentPeriodEnd\":null,");
    }

    @Test
    void nobody_sees_a_status_without_a_token() throws Exception {
        HttpResponse<String> answer = send(to("/api/billing/status?tenant=acme"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"plan\":\"gold\"}|unknown_plan|plan",
                "{\"plan\":\"free\"}|plan_not_sold|plan",
                "{}|missing_field|plan",
                "{\"plan\":7}|wrong_type|plan",
                "{\"plan\":\"pro\",\"interval\":\"week\"}|unknown_interval|interval",
                "{\"plan\":\"team\",\"seats\":1}|seats_out_of_bounds|seats",
                "{\"plan\":\"team\",\"seats\":1000000000000}|seats_out_of_bounds|seats",
                "{\"plan\":\"team\",\"seats\":2.5}|wrong_type|seats",
            })
    void a_bad_checkout_is_refused_by_field(String body, String code, String field) throws Exception {
        HttpResponse<String> answer = post(asAcme("/api/billing/checkout"), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(problem.path("requestId").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"plan\":|malformed_json",
                "[]|malformed_json",
                "{\"plan\":\"pro\",\"plan\":\"team\"}|malformed_json",
                "{\"plan\":\"pro\",\"tenant\":\"globex\"}|unknown_field",
            })
    void a_body_that_is_not_the_command_is_refused(String body, String code) throws Exception {
        HttpResponse<String> answer = post(asAcme("/api/billing/checkout"), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void a_webhook_with_a_bad_signature_is_refused_and_one_that_is_too_large_as_well() throws Exception {
        assertThat(post(to("/api/billing/webhook").header("Stripe-Signature", "t=1,v1=ab"), "{}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(to("/api/billing/webhook"), " ".repeat(256 * 1024 + 1)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void an_unsigned_webhook_through_a_proxy_is_refused() throws Exception {
        HttpResponse<String> answer = post(to("/api/billing/webhook").header("X-Forwarded-For", "192.0.2.1"), "{}");
        assertThat(answer.body()).contains("signature_missing");
    }

    @Test
    void an_unknown_type_is_stored_and_answered() throws Exception {
        String event = "{\"id\":\"evt_ping\",\"object\":\"event\",\"type\":\"ping\",\"created\":1790000000,"
                + "\"livemode\":false,\"data\":{\"object\":{\"id\":\"x\",\"object\":\"y\"}}}";
        assertThat(post(to("/api/billing/webhook"), event).body()).contains("ignored");
        assertThat(post(to("/api/billing/webhook"), event).body()).contains("duplicate");
    }

    @Test
    void the_browsers_address_works_once() throws Exception {
        HttpResponse<String> made = post(asAcme("/api/billing/page-sessions"), "{}");
        assertThat(made.statusCode()).isEqualTo(201);
        URI enter =
                URI.create(new ObjectMapper().readTree(made.body()).path("url").asText());
        HttpResponse<String> first = send(HttpRequest.newBuilder(enter));
        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Set-Cookie").orElse(""))
                .contains("HttpOnly")
                .contains("SameSite=Lax");
        assertThat(send(HttpRequest.newBuilder(enter)).statusCode()).isEqualTo(403);
    }
}
