package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are valid HTTP and mean no good: other methods, odd spellings of paths, names that lead here by a trick. */
class HostileRequestsTest {
    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    /** A method that never asks who it is, or never asks the store, would say 200 to everybody. */
    @Test
    void head_is_answered_as_get_is_but_for_the_body() {
        for (String route : running.server.routes()) {
            if (!route.startsWith("GET ")) continue;
            String path = route.substring(4).replaceAll("\\{[a-z]+}", "billing.css");
            HttpResponse<String> get = running.send("GET", path, "");
            HttpResponse<String> head = running.send("HEAD", path, "");
            assertThat(head.statusCode()).as(route).isEqualTo(get.statusCode());
            assertThat(head.body()).as(route).isEmpty();
            assertThat(head.headers().firstValue("Content-Type"))
                    .as(route)
                    .isEqualTo(get.headers().firstValue("Content-Type"));
        }
    }

    @Test
    void a_balancer_that_probes_with_head_hears_that_we_are_not_ready() {
        running.ready = false;
        try {
            assertThat(running.send("HEAD", "/health/ready", "").statusCode()).isEqualTo(503);
            try (OperatorServer operators = new OperatorServer(() -> false, () -> "")) {
                String head = "HEAD /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                assertThat(RawClient.exchange(operators.start("127.0.0.1", 0), head))
                        .startsWith("HTTP/1.1 503 ");
            }
        } finally {
            running.ready = true;
        }
    }

    @Test
    void every_other_method_of_every_route_is_405_and_says_which_are_taken() {
        for (String route : running.server.routes()) {
            String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "x");
            for (String method : List.of("TRACE", "OPTIONS", "PROPFIND", "get", "DEBUG")) {
                String answer = raw(method, path, "127.0.0.1");
                assertThat(answer)
                        .as(method + " " + path)
                        .startsWith("HTTP/1.1 405 ")
                        .containsPattern("\r\nAllow: [A-Z, ]+\r\n");
                assertThat(answer).contains("application/problem+json").doesNotContain("Javalin");
            }
        }
    }

    @Test
    void no_header_makes_another_method_of_a_request() {
        String override = "X-HTTP-Method-Override";
        assertThat(running.get("/api/billing/plans", override, "POST").statusCode())
                .isEqualTo(200);
        assertThat(running.send("GET", "/api/billing/sync", "", override, "POST")
                        .statusCode())
                .isEqualTo(405);
        assertThat(running.post("/api/billing/status", "{}", override, "GET").statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//metrics",
                "/./metrics",
                "/health/../metrics",
                "/health/live/..;/../metrics",
                "/metrics;x",
                "/metrics%00",
                "/%6detrics",
                "/METRICS",
                "/api/billing/%73tatus",
                "/api/billing/../billing/status",
                "/api/billing/%2e%2e/billing/status",
                "/api//billing/status",
                "/;/api/billing/status",
                "/api/billing/status;a=b",
                "/API/billing/status",
                "/billing/assets/../../etc/passwd",
                "/billing/assets/..%2fbilling.css",
                "/billing/assets/billing.css;a",
                "/billing/assets/%252e%252e%252fx",
                "/billing/assets/billing.css%00.png",
                "/billing/assets/.",
                "/billing/assets/..",
                "/nothing/{name}"
            })
    void a_path_is_what_is_written_or_nothing(String path) {
        String answer = raw("GET", path, "127.0.0.1");
        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n")))
                .contains("\"requestId\"")
                .doesNotContain("etrics", "passwd");
    }

    /** A page of another site can make its own name lead to this machine; the browser then sends what it takes for its own. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"})
    void what_only_this_machine_may_do_is_not_done_for_a_name_that_leads_here(String host) {
        try (ARunningServer local = new ARunningServer(java.net.URI.create("http://127.0.0.1:8080"))) {
            int port = local.base.getPort();
            assertThat(raw(port, "GET", "/billing/login", "localhost:8080")).startsWith("HTTP/1.1 200 ");
            assertThat(raw(port, "GET", "/metrics", "[::1]:8080")).startsWith("HTTP/1.1 200 ");
            assertThat(raw(port, "GET", "/billing/login", host)).startsWith("HTTP/1.1 403 ");
            assertThat(raw(port, "GET", "/metrics", host)).startsWith("HTTP/1.1 404 ");
        }
    }

    /** A proxy on this machine need say nothing of whom it asks for; what we are called from outside says that there is one. */
    @Test
    void what_only_this_machine_may_do_is_not_done_where_a_public_name_leads_here() {
        try (ARunningServer proxied = ARunningServer.takingUnsigned(java.net.URI.create("https://staging.example"))) {
            assertThat(proxied.get("/billing/login").statusCode()).isEqualTo(403);
            assertThat(proxied.get("/billing", "Accept", "text/html").statusCode())
                    .isEqualTo(401);
            assertThat(proxied.get("/console", "Accept", "text/html").body()).doesNotContain("/console/login");
            assertThat(proxied.post("/console/login", "", "Content-Type", "application/x-www-form-urlencoded")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(proxied.get("/metrics").statusCode()).isEqualTo(404);
            assertThat(proxied.post("/api/billing/webhook", heard(proxied)).body())
                    .contains("signature_missing");
        }
        try (ARunningServer local = ARunningServer.takingUnsigned(java.net.URI.create("http://localhost:8080"))) {
            assertThat(local.get("/billing/login").statusCode()).isEqualTo(200);
            assertThat(local.get("/billing", "Accept", "text/html").statusCode())
                    .isEqualTo(303);
            assertThat(local.get("/console", "Accept", "text/html").body()).contains("/console/login");
            assertThat(local.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(local.post("/api/billing/webhook", heard(local)).statusCode())
                    .isEqualTo(200);
        }
    }

    /** A page of any site can have its reader's browser post to this machine, without a type and without asking first. */
    @ParameterizedTest
    @CsvSource({
        "Origin,https://evil.example",
        "Origin,null",
        "Origin,http://localhost:8080",
        "Sec-Fetch-Site,cross-site",
        "Sec-Fetch-Site,none"
    })
    void nothing_unsigned_is_taken_from_a_browser(String name, String value) {
        try (ARunningServer local = ARunningServer.takingUnsigned(java.net.URI.create("http://localhost:8080"))) {
            String event = heard(local);
            Description.held(
                    "post",
                    "/api/billing/webhook",
                    403,
                    local.send(java.net.http.HttpRequest.newBuilder(local.base.resolve("/api/billing/webhook"))
                            .header(name, value)
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(event))));
            assertThat(local.post("/api/billing/webhook", event).body()).contains("applied");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "Via",
                "X-Real-IP",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Forwarded",
                "X-Forwarded-For",
                "x-forwarded-port",
                "X-Forwarded-Server",
                "X-Forwarded-Prefix"
            })
    void what_only_this_machine_may_do_is_not_done_where_a_proxy_says_that_it_asks_for_somebody(String header) {
        try (ARunningServer local = ARunningServer.takingUnsigned(java.net.URI.create("http://localhost:8080"))) {
            assertThat(local.get("/metrics", header, "x").statusCode()).isEqualTo(404);
            assertThat(local.get("/billing/login", header, "x").statusCode()).isEqualTo(403);
            assertThat(local.post("/api/billing/webhook", heard(local), header, "x")
                            .body())
                    .contains("signature_missing");
        }
    }

    /** Chats and scanners of mail ask for a link's head before its reader opens it. */
    @Test
    void a_link_that_works_once_still_works_after_its_head_was_asked_for() {
        String page = running.postAsManager("/api/billing/page-sessions", "")
                .body()
                .replaceFirst("(?s).*(/billing/enter\\?ticket=[^\"]+).*", "$1");
        for (String link : List.of(page, AnOperator.address(running, AnOperator.READER, ""))) {
            HttpResponse<String> head = running.send("HEAD", link, "");
            assertThat(head.statusCode()).as(link).isEqualTo(303);
            assertThat(head.headers().firstValue("Set-Cookie")).as(link).isEmpty();
            HttpResponse<String> opened = running.get(link);
            assertThat(opened.statusCode()).as(link).isEqualTo(303);
            assertThat(opened.headers().firstValue("Set-Cookie")).as(link).isPresent();
            assertThat(opened.headers().firstValue("Location"))
                    .isEqualTo(head.headers().firstValue("Location"));
            assertThat(running.get(link).statusCode()).as(link).isEqualTo(403);
        }
    }

    /** An event that the sandbox has sent. */
    private static String heard(ARunningServer server) {
        server.sandbox.pay(server.billing.startCheckout(new TenantId("acme"), Checkout.of("pro")));
        return server.events.keySet().iterator().next().value();
    }

    @Test
    void many_cookies_and_a_long_query_are_borne_up_to_the_heads_limit() {
        String cookies = "Cookie: " + "billing=x; ".repeat(600) + "a=b\r\n";
        assertThat(raw(running.base.getPort(), "GET", "/api/billing/status", "x\r\n" + cookies.strip()))
                .startsWith("HTTP/1.1 401 ");
        assertThat(raw("GET", "/api/billing/plans?" + "a=b&".repeat(1_900), "x"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw("GET", "/api/billing/plans?" + "a=b&".repeat(2_100), "x"))
                .startsWith("HTTP/1.1 414 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "prototype", "toString", "$where", "plan\\u0000", "pl\\u0430n"})
    void keys_that_other_languages_stumble_over_are_unknown_fields(String key) {
        HttpResponse<String> answer =
                running.postAsManager("/api/billing/checkout", "{\"plan\":\"pro\",\"" + key + "\":{\"admin\":true}}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("unknown_field");
    }

    private static String raw(String method, String path, String host) {
        return raw(running.base.getPort(), method, path, host);
    }

    private static String raw(int port, String method, String path, String host) {
        return RawClient.exchange(
                port, method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }
}
