package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says to browsers and to who asks for help, whatever route gave it and whatever came of it. */
class EveryAnswerTest {
    private static final String MANAGER = "Bearer acme manage";
    private static final String SHOP = "https://shop.example";

    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void no_answer_is_kept_guessed_framed_or_without_an_id() {
        for (String route : running.server.routes()) {
            String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "billing.css");
            HttpResponse<String> answer = route.startsWith("GET") ? running.get(path) : running.post(path, "{}");
            assertThat(header(answer, "X-Content-Type-Options")).as(route).isEqualTo("nosniff");
            assertThat(header(answer, "X-Request-Id")).as(route).matches("[0-9a-f]{1,16}");
            assertThat(header(answer, "Referrer-Policy")).as(route).isEqualTo("same-origin");
            assertThat(header(answer, "Strict-Transport-Security")).as(route).startsWith("max-age=");
            assertThat(header(answer, "Content-Security-Policy"))
                    .as(route)
                    .contains(
                            "default-src 'none'",
                            "frame-ancestors 'none'",
                            "form-action 'self' https://checkout.stripe.com")
                    .doesNotContain("unsafe");
            if (!path.contains("/assets/"))
                assertThat(header(answer, "Cache-Control")).as(route).isEqualTo("no-store");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .as(route)
                    .isEmpty();
            assertThat(answer.headers().firstValue("Server")).as(route).isEmpty();
        }
    }

    @Test
    void a_cache_keeps_what_is_compressed_apart_from_what_is_not() {
        for (String file :
                List.of("/billing/assets/billing.css", "/billing/assets/embed.js", "/console/assets/console.css"))
            for (String encoding : List.of("gzip", "identity")) {
                HttpResponse<String> answer = running.get(file, "Accept-Encoding", encoding);
                assertThat(answer.statusCode()).as(file).isEqualTo(200);
                assertThat(header(answer, "Content-Encoding").equals("gzip"))
                        .as(file)
                        .isEqualTo(encoding.equals("gzip"));
                assertThat(answer.headers().allValues("Vary")).as(file).contains("Accept-Encoding");
            }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"plan\":\"pro\"",
                "{'plan':'pro'}",
                "{\"plan\":\"pro\",}",
                "{\"plan\":\"pro\"}{}",
                "{\"plan\":\"pro\",\"plan\":\"team\"}",
                "{\"plan\":\"pro\",\"seats\":NaN}",
                "{\"plan\":\"pro\",\"seats\":0x10}",
                "{\"plan\":\"team\",\"seats\":123456789012345678901234567890}",
                "{\"plan\":\"team\",\"seats\":1e400}",
                "{\"plan\":\"team\",\"seats\":2.5}",
                "{\"plan\":\"team\",\"seats\":\"5\"}",
                "{\"plan\":\"\\ud800\"}",
                "{\"plan\":\"pro\\u0000\"}",
                "{\"plan\":[\"pro\"]}",
                "{\"plan\":{\"a\":1}}",
                "{\"plan\":true}",
                "{\"__proto__\":{}}",
                "{\"tenant\":\"globex\",\"plan\":\"pro\"}",
                "null",
                "7",
                "\"plan\"",
                "\ufeff{\"plan\":\"pro\"}",
                "\u0000",
            })
    void a_command_that_is_not_as_it_should_be_is_our_400_not_our_500(String body) {
        HttpResponse<String> answer = running.post("/api/billing/checkout", body, "Authorization", MANAGER);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"requestId\"");
    }

    @Test
    void depth_and_length_are_bounded() {
        for (String body : List.of(
                "[".repeat(8_000),
                "{\"plan\":" + "[".repeat(4_000) + "]".repeat(4_000) + "}",
                "{\"seats\":" + "9".repeat(8_000) + "}"))
            assertThat(running.post("/api/billing/checkout", body, "Authorization", MANAGER)
                            .statusCode())
                    .isEqualTo(400);
        for (String body : List.of("[".repeat(100_000), "{\"seats\":" + "9".repeat(1_000_000) + "}"))
            assertThat(running.post("/api/billing/checkout", body, "Authorization", MANAGER)
                            .statusCode())
                    .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "ff", "eda080", "f8888080", "80", "fffe7b007d00", "00007b00"})
    void a_command_in_anything_but_utf_8_is_refused(String hex) {
        byte[] odd = java.util.HexFormat.of().parseHex(hex);
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                Problem.class, () -> Command.of(odd, java.util.Set.of()))
                        .status)
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example,true",
        "https://shop.example.evil.example,false",
        "http://shop.example,false",
        "null,false",
        "https://SHOP.example,false"
    })
    void only_a_listed_origin_may_read_and_none_with_a_cookie(String origin, boolean listed) {
        HttpResponse<String> answer = running.get("/api/billing/plans", "Origin", origin);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").isPresent())
                .isEqualTo(listed);
        assertThat(header(answer, "Vary")).isEqualTo("Origin");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(running.get("/openapi.yaml", "Origin", origin).headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void a_browser_that_asks_beforehand_is_told_what_a_listed_origin_may_send() {
        String ask =
                "OPTIONS /api/billing/checkout HTTP/1.1\r\nHost: x\r\nAccess-Control-Request-Method: POST\r\nOrigin: ";
        int port = running.base.getPort();
        assertThat(RawClient.exchange(port, ask + SHOP + "\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .contains(
                        "Access-Control-Allow-Origin: " + SHOP,
                        "Access-Control-Allow-Headers: Authorization, Content-Type");
        assertThat(RawClient.exchange(port, ask + "https://evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .doesNotContain("Access-Control-Allow");
    }

    @Test
    void a_listed_origin_may_send_every_method_that_the_api_has() {
        String ask =
                "OPTIONS /api/billing/subscription/seats HTTP/1.1\r\nHost: x\r\nAccess-Control-Request-Method: PUT\r\n"
                        + "Origin: " + SHOP + "\r\n\r\n";
        String allowed = RawClient.exchange(running.base.getPort(), ask)
                .replaceFirst("(?s).*Access-Control-Allow-Methods: ([^\r]*)\r.*", "$1");
        assertThat(running.server.routes().stream()
                        .filter(route -> route.contains(" /api/billing/"))
                        .map(route -> route.replaceFirst(" .*", "")))
                .isSubsetOf(allowed.split(", "));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
