package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a client sends says where anybody is sent to: all addresses come from what was configured. */
class OpenRedirectTest {
    private static final String RETURN = "https://app.example/billing";
    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    static Stream<String> vectors() throws IOException {
        try (var file = OpenRedirectTest.class.getResourceAsStream("/open-redirects.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void no_field_of_a_command_takes_it(String vector) {
        for (String field : List.of(
                "returnUrl", "return_url", "returnPath", "successUrl", "success_url", "cancelUrl", "next", "url")) {
            String body = "{\"plan\":\"pro\",\"" + field + "\":\"" + vector.replace("\\", "\\\\") + "\"}";
            var answer = running.postAsManager("/api/billing/checkout", body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("unknown_field").doesNotContain("evil");
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void no_header_and_no_query_moves_what_is_answered(String vector) {
        String tenant = "t" + Integer.toHexString(vector.hashCode());
        String token = "Authorization: Bearer " + tenant + " manage\r\n";
        String json = "Content-Type: application/json\r\n";
        String session = json(exchange("POST", "/api/billing/page-sessions", vector, token + json, "{}"));
        assertThat(session).startsWith("https://billing.example/billing/enter?ticket=");
        String checkout = json(exchange("POST", "/api/billing/checkout", vector, token + json, "{\"plan\":\"pro\"}"));
        assertThat(checkout).startsWith("https://pay.example/sandbox/checkout/");
        HostedCheckout hosted = running.sandbox
                .session(new CheckoutSessionId(checkout.substring(checkout.lastIndexOf('/') + 1)))
                .orElseThrow();
        assertThat(hosted.successUrl()).startsWith(RETURN).doesNotContain("evil");
        assertThat(hosted.cancelUrl().toString()).startsWith(RETURN).doesNotContain("evil");

        assertThat(location(exchange("GET", "/", vector, "", ""))).isEqualTo("/billing");
        String ticket = session.substring(session.indexOf("ticket="));
        assertThat(location(exchange("GET", "/billing/enter?" + ticket, vector, "", "")))
                .isEqualTo("/billing");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void no_path_is_sent_on(String vector) {
        String path = vector.startsWith("/") ? vector : "/" + vector;
        for (String one : List.of(path, "/billing" + path, "/billing/enter" + path, "/billing/assets" + path)) {
            String answer = RawClient.exchange(
                    running.base.getPort(), "GET " + one + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
            assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("evil");
        }
    }

    private static String exchange(String method, String path, String vector, String headers, String body) {
        String query = (path.contains("?") ? "&" : "?") + "next=" + URLEncoder.encode(vector, StandardCharsets.UTF_8)
                + "&return_to=" + URLEncoder.encode(vector, StandardCharsets.UTF_8);
        String where = vector.replaceAll("[^\\x20-\\x7e]", "");
        return RawClient.exchange(
                running.base.getPort(),
                method + " " + path + query + " HTTP/1.1\r\nHost: evil.example\r\n" + headers
                        + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http\r\nForwarded: host=evil.example\r\n"
                        + "X-Original-URL: " + where + "\r\nReferer: " + where + "\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    private static String json(String answer) {
        assertThat(answer).matches("(?s)HTTP/1.1 20[01] .*");
        return answer.replaceFirst("(?s).*\"url\":\"([^\"]+)\".*", "$1");
    }

    private static String location(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 303 ");
        return answer.replaceFirst("(?s).*\r\nLocation: ([^\r]+)\r\n.*", "$1");
    }
}
