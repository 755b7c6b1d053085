package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.JwtTenantAuthenticator;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever sends a token that is not believed learns why, in the answer's head and in the log, and nothing that is secret. */
class RefusedTokenTest {
    private static final String SECRET = "a secret of thirty-two characters";
    private static final SandboxPaymentProvider SANDBOX =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));

    private static HttpResponse<String> asked(TenantAuthenticator authenticator, String... headers) throws Exception {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(SANDBOX)
                .store(new InMemoryBillingStore())
                .clock(SANDBOX.clock())
                .build();
        BillingServer server = new BillingServer(new BillingServer.Parts(
                billing,
                authenticator,
                Optional.empty(),
                URI.create("https://billing.example"),
                SANDBOX.clock(),
                () -> true,
                Optional.empty(),
                false,
                new Observability(new RecordedAnswers(), Optional.empty(), () -> false),
                ConsoleMode.OFF,
                Set.of()));
        URI status = URI.create("http://127.0.0.1:" + server.start("127.0.0.1", 0) + "/api/billing/status");
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(status);
            return HttpClient.newHttpClient()
                    .send(
                            (headers.length == 0 ? request : request.headers(headers)).build(),
                            HttpResponse.BodyHandlers.ofString());
        } finally {
            server.stop();
        }
    }

    private static TenantAuthenticator hs256() {
        return JwtTenantAuthenticator.hs256(
                SECRET, "tenant", Optional.empty(), Optional.of("billing"), SANDBOX.clock());
    }

    private static String token(String claims, String secret) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String body = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return body + "." + base64.encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String challenge(HttpResponse<String> answer) {
        Description.held("get", "/api/billing/status", 401, answer);
        return answer.headers().firstValue("WWW-Authenticate").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tenant':'acme','scope':'billing:read','aud':'billing'} | expired, or never would",
                "{'tenant':'acme','scope':'billing:read','aud':'billing','exp':1} | expired, or never would",
                "{'tenant':42,'scope':'billing:read','aud':'billing','exp':4000000000} | tenant and scope are strings",
                "{'tenant':'acme','scope':['billing:read'],'aud':'billing','exp':4000000000} | tenant and scope are strings",
                "{'tenant':'acme','scope':'billing:read','aud':'billing','exp':'soon'} | numbers of seconds",
                "{'tenant':'acme','scope':'billing:read','exp':4000000000} | is for somebody else",
                "{'scope':'billing:read','aud':'billing','exp':4000000000} | names no tenant"
            })
    void the_answer_and_the_log_say_why(String claims, String why) throws Exception {
        try (HeardLog log = new HeardLog()) {
            String sent = token(claims.replace('\'', '"'), SECRET);
            HttpResponse<String> answer = asked(hs256(), "Authorization", "Bearer " + sent);
            assertThat(challenge(answer))
                    .startsWith("Bearer error=\"invalid_token\", error_description=\"")
                    .contains(why);
            assertThat(log.lines("A token is refused: ")).isEqualTo(1);
            assertThat(log.text()).contains(why).doesNotContain(sent, SECRET);
            assertThat(answer.headers().map().toString() + answer.body()).doesNotContain(sent, SECRET);
        }
    }

    @Test
    void a_signature_by_another_secret_says_so_and_a_good_token_is_taken() throws Exception {
        String good = "{\"tenant\":\"acme\",\"scope\":\"billing:read\",\"aud\":\"billing\",\"exp\":4000000000}";
        assertThat(challenge(asked(hs256(), "Authorization", "Bearer " + token(good, SECRET + "!"))))
                .contains("the signature does not match");
        assertThat(asked(hs256(), "Authorization", "Bearer " + token(good, SECRET))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void without_a_token_nothing_is_said_to_be_wrong_with_one() throws Exception {
        try (HeardLog log = new HeardLog()) {
            assertThat(challenge(asked(hs256()))).isEqualTo("Bearer");
            assertThat(log.lines("A token is refused")).isZero();
            assertThat(challenge(asked(hs256(), "Authorization", "Basic eDp5"))).isEqualTo("Bearer");
            assertThat(log.lines("A token is refused: no bearer token")).isEqualTo(1);
        }
    }

    @Test
    void whatever_an_authenticator_says_breaks_neither_the_head_nor_the_log() throws Exception {
        TenantAuthenticator odd = credentials ->
                new Authentication.Unauthenticated("not \"him\"\r\nSet-Cookie: a=b \\ \u00e4 " + "x".repeat(1000));
        try (HeardLog log = new HeardLog()) {
            HttpResponse<String> answer = asked(odd, "Authorization", "Bearer x");
            String said = challenge(answer);
            assertThat(said).contains("not  him   Set-Cookie: a=b").hasSizeLessThan(250);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(log.lines("A token is refused: ")).isEqualTo(1);
            assertThat(log.text()
                            .lines()
                            .filter(line -> line.contains("A token is refused"))
                            .findFirst()
                            .orElseThrow())
                    .hasSizeLessThan(450);
        }
    }
}
