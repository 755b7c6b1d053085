package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.Demo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures of the running product. */
class MetricsIT {
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

    private static HttpResponse<String> send(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(demo.base().resolve(path));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(demo.base().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String figures() throws Exception {
        return send("/metrics").body();
    }

    @Test
    void what_was_asked_and_refused_is_counted() throws Exception {
        send("/api/billing/plans");
        post("/api/billing/webhook", "{}", "Stripe-Signature", "t=1,v1=ab");
        String figures = figures();
        assertThat(figures)
                .containsPattern(
                        "billing_http_requests_seconds_count\\{method=\"GET\",route=\"/api/billing/plans\",status=\"200\"\\} [1-9]")
                .containsPattern("billing_webhook_refused_total\\{reason=\"[a-z_]+\"\\} 1")
                .contains("billing_store_up 1.0")
                .contains("billing_sweep_interval_seconds 3600.0")
                .contains(
                        "billing_http_requests_seconds_count{method=\"POST\",route=\"/api/billing/webhook\",status=\"500\"} 0")
                .contains("billing_status_cache_answers_total{how=\"hit\"}")
                .contains("billing_status_cache_evictions_total 0.0")
                .containsPattern("hikaricp_connections_max\\{pool=\"billing\"\\} 10");
    }

    @Test
    void a_checkout_times_the_provider_and_leaves_nothing_waiting() throws Exception {
        String url = post("/api/billing/checkout", "{\"plan\":\"pro\"}", "Authorization", "Bearer " + demo.token())
                .body();
        assertThat(url).contains("http");
        assertThat(figures())
                .contains("billing_provider_calls_seconds_count{operation=\"create_checkout_session\",outcome=\"ok\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(figures())
                        .contains("billing_dirty 0.0")
                        .contains("billing_events{outcome=\"dead\"} 0.0")
                        .contains("billing_outbox_undelivered 0.0")
                        .containsPattern("billing_worker_runs_seconds_count [1-9]"));
    }

    @Test
    void nothing_that_a_client_wrote_and_no_tenant_becomes_a_label() throws Exception {
        send("/canary-path?canary-query=1", "X-Canary", "canary-header");
        post("/api/billing/checkout", "{\"plan\":\"canary-plan\"}", "Authorization", "Bearer " + demo.token());
        assertThat(figures()).doesNotContain("canary").doesNotContain("acme");
    }

    @Test
    void a_listener_of_their_own_is_opened_where_a_port_is_set() {
        try (Demo other = Demo.start(Map.of("BILLING_PORT", "0", "BILLING_METRICS_PORT", "0"))) {
            URI metrics = other.metrics().orElseThrow();
            assertThat(metrics.getPort()).isNotEqualTo(other.base().getPort());
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(metrics.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("billing_sweep_age_seconds", "billing_purge_age_seconds");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
