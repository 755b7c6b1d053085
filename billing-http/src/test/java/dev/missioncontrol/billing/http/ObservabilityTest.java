package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of requests, and who is shown it. */
class ObservabilityTest {
    private final ARunningServer running = new ARunningServer(URI.create("http://localhost:8080"));

    @AfterEach
    void stop() {
        running.close();
    }

    private RequestListener.Answered only() {
        assertThat(running.answers.answered).hasSize(1);
        return running.answers.answered.get(0);
    }

    @Test
    void an_answer_is_told_by_its_routes_template_and_never_by_what_a_client_wrote() {
        running.get("/api/billing/status?tenant=acme");
        assertThat(only().route()).isEqualTo("/api/billing/status");
        assertThat(only().method()).isEqualTo("GET");
        assertThat(only().status()).isEqualTo(401);
        assertThat(only().took()).isPositive();
    }

    @Test
    void the_head_of_a_link_that_works_once_is_told_too_and_closes_its_connection_where_a_server_is_about_to_stop() {
        running.draining = true;
        for (String address : List.of("/billing/enter", "/console/enter")) {
            running.answers.answered.clear();
            HttpResponse<String> head =
                    running.send("HEAD", address + "?ticket=" + "x".repeat(Sessions.TOKEN_LENGTH), "");
            assertThat(head.statusCode()).as(address).isEqualTo(303);
            assertThat(head.headers().firstValue("Connection")).as(address).contains("close");
            assertThat(only().route()).isEqualTo(address);
            assertThat(only().method()).isEqualTo("GET");
            assertThat(only().status()).isEqualTo(303);
        }
    }

    @Test
    void what_no_route_is_for_is_told_as_one_thing() {
        running.get("/api/billing/guess-1");
        running.get("/guess-2");
        assertThat(running.answers.answered).extracting("route").containsOnly(RequestListener.UNMATCHED);
        assertThat(running.answers.answered).extracting("status").containsOnly(404);
    }

    @Test
    void what_is_refused_before_any_route_sees_it_is_told_by_status_and_once() {
        int port = running.base.getPort();
        RawClient.exchange(port, "GET /health/live HTTP/1.1\r\nHost : x\r\n\r\n");
        RawClient.exchange(port, "GET /health/live HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9_000) + "\r\n\r\n");
        running.post("/api/billing/checkout", "x".repeat(20_000));
        running.post("/api/billing/checkout", "{}", "Content-Encoding", "gzip");
        assertThat(running.answers.unseen).containsExactly(400, 431, 413, 415);
        assertThat(running.answers.answered).isEmpty();
    }

    @Test
    void webhooks_are_told_by_outcome_or_by_why_they_were_refused() {
        running.sandbox.pay(running.billing.startCheckout(new TenantId("acme"), Checkout.of("pro")));
        String event = running.events.keySet().iterator().next().value();
        running.post("/api/billing/webhook", event, "Stripe-Signature", "right");
        running.post("/api/billing/webhook", event, "Stripe-Signature", "right");
        running.post("/api/billing/webhook", event, "Stripe-Signature", "wrong");
        running.post("/api/billing/webhook", event);
        assertThat(running.answers.taken).hasSize(2).contains("duplicate");
        assertThat(running.answers.refused).containsExactly("signature_mismatch", "signature_missing");
    }

    @Test
    void a_webhook_refused_before_its_signature_is_looked_at_is_told_by_its_reason_too() {
        running.post("/api/billing/webhook", "x".repeat(262_145), "Stripe-Signature", "right");
        running.post("/api/billing/checkout", "x".repeat(262_145));
        running.post("/api/billing/webhook", "{}", "Stripe-Signature", "right", "Stripe-Signature", "right");
        running.post("/api/billing/checkout", "{}", "Stripe-Signature", "right", "Stripe-Signature", "right");
        running.post("/api/billing/webhook", "{}", "Origin", "https://a.example", "Origin", "https://b.example");
        running.post("/api/billing/checkout", "{}", "Origin", "https://a.example", "Origin", "https://b.example");
        assertThat(running.answers.refused).containsExactly("body_too_large", "signature_malformed", "repeated_header");
        assertThat(RequestListener.UNREAD).contains("repeated_header");
        assertThat(running.answers.unseen).containsExactly(413, 413);
    }

    @Test
    void a_webhook_to_its_address_with_a_slash_behind_is_bounded_and_told_as_any_other() {
        String slash = "/api/billing/webhook/";
        running.post(slash, "x".repeat(9_000), "Stripe-Signature", "wrong");
        running.post(slash, "x".repeat(262_145), "Stripe-Signature", "right");
        assertThat(running.answers.refused).containsExactly("signature_mismatch", "body_too_large");
        assertThat(running.post("/api/billing/webhooks", "x".repeat(9_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_webhook_refused_at_the_door_is_told_by_its_reason_whatever_that_is() {
        String post = "POST /api/billing/webhook HTTP/1.1\r\nHost: x\r\n";
        int port = running.base.getPort();
        RawClient.exchange(port, post + "Content-Length: 10\r\n\r\n");
        RawClient.exchange(port, post + "Content-Length: 262145\r\nExpect: 100-continue\r\n\r\n");
        RawClient.exchange(port, post + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}");
        RawClient.exchange(port, post + "A: " + "a".repeat(9_000) + "\r\n\r\n");
        assertThat(running.answers.unseen).containsExactly(408, 413, 415, 431);
        assertThat(running.answers.refused)
                .containsExactly("too_slow", "body_too_large", "unsupported_encoding", "header_too_large");
    }

    @Test
    void a_webhook_that_says_it_is_no_json_or_comes_from_a_browser_is_told_by_its_reason_too() {
        running.post("/api/billing/webhook", "{}", "Content-Type", "text/plain", "Stripe-Signature", "right");
        running.post("/api/billing/checkout", "{}", "Content-Type", "text/plain");
        assertThat(running.answers.refused).containsExactly("unsupported_media_type");
        try (ARunningServer unsigned = ARunningServer.takingUnsigned(URI.create("http://localhost:8080"))) {
            unsigned.post("/api/billing/webhook", "{}", "Origin", "https://shop.example");
            assertThat(unsigned.answers.refused).containsExactly("sent_by_browser");
            assertThat(RequestListener.UNREAD).contains("unsupported_media_type", "sent_by_browser");
        }
    }

    @Test
    void metrics_are_for_this_machine_where_nobody_stands_before_it() {
        HttpResponse<String> answer = running.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("figures 1\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        for (String forwarded : new String[] {"X-Forwarded-For", "Forwarded", "Via"})
            assertThat(running.get("/metrics", forwarded, "127.0.0.1").statusCode())
                    .isEqualTo(404);
    }

    @Test
    void metrics_are_not_there_where_the_server_has_a_public_name() {
        for (String name :
                new String[] {"https://billing.example", "https://127.0.0.1.example", "https://localhost.example"}) {
            try (ARunningServer named = new ARunningServer(URI.create(name))) {
                assertThat(named.get("/metrics").statusCode()).as(name).isEqualTo(404);
            }
        }
    }

    @Test
    void a_problem_names_the_trace_that_its_request_was_part_of_and_the_next_request_has_none_of_it() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        HttpResponse<String> traced =
                running.get("/api/billing/status", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        assertThat(traced.body()).contains("\"traceId\":\"" + trace + "\"").contains("\"requestId\"");
        assertThat(running.get("/api/billing/status").body()).doesNotContain("traceId");
    }

    @Test
    void a_server_about_to_stop_closes_its_connections() {
        Predicate<HttpResponse<String>> closes =
                answer -> answer.headers().firstValue("Connection").equals(Optional.of("close"));
        assertThat(running.get("/api/billing/plans")).matches(closes.negate());
        running.draining = true;
        assertThat(running.get("/api/billing/plans")).matches(closes);
    }

    @Test
    void the_operators_own_listener_answers_health_and_metrics_alone() throws Exception {
        try (OperatorServer operators = new OperatorServer(() -> running.ready, () -> "figures 2\n")) {
            String base = "http://127.0.0.1:" + operators.start("127.0.0.1", 0);
            assertThat(ask(base + "/metrics").body()).isEqualTo("figures 2\n");
            assertThat(ask(base + "/health/live").statusCode()).isEqualTo(200);
            assertThat(ask(base + "/health/ready").statusCode()).isEqualTo(200);
            running.ready = false;
            assertThat(ask(base + "/health/ready").statusCode()).isEqualTo(503);
            assertThat(ask(base + "/api/billing/plans").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void what_the_operators_listener_can_not_answer_is_a_problem_document_as_everywhere() throws Exception {
        try (OperatorServer operators = new OperatorServer(() -> true, () -> {
            throw new IllegalStateException("no figures in a test");
        })) {
            String base = "http://127.0.0.1:" + operators.start("127.0.0.1", 0);
            HttpRequest posted = HttpRequest.newBuilder(URI.create(base + "/metrics"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> refused =
                    HttpClient.newHttpClient().send(posted, HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
            for (HttpResponse<String> answer : List.of(ask(base + "/nothing"), ask(base + "/metrics"), refused)) {
                assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("application/problem+json");
                assertThat(answer.body()).contains("\"requestId\"").doesNotContain("no figures", "/nothing");
            }
        }
    }

    private static HttpResponse<String> ask(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
