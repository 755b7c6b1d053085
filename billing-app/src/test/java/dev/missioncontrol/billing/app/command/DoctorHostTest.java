package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor says of the addresses that requests ask: where keys of tokens are published, and who counts seats. */
class DoctorHostTest extends AtTheDesk {
    private static final String CANARY = "canary7f3a";
    private static final String SEAT_SECRET = "0123456789abcdef" + CANARY;

    /** Far more than both may take together, and far less than an answer that drips. */
    private static final Duration BOUNDED = Duration.ofSeconds(60);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer host;

    @BeforeEach
    void listen() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.setExecutor(threads);
        host.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        host.stop(0);
        threads.shutdownNow();
    }

    /** An address of the host that answers so. */
    private String answering(int status, String body) {
        String path = "/" + asked.size() + "-" + status + "-" + CANARY;
        host.createContext(path, exchange -> {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getQuery() + " "
                            + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "https://elsewhere.example/" + CANARY);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        return at(path);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + host.getAddress().getPort() + path;
    }

    /** Sends the beginning of an answer, and no end of it. */
    private String dripping() {
        host.createContext("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write('{');
                body.flush();
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return at("/drips");
    }

    private static String keys(String id, int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"" + id + "\",\"n\":\""
                + unsigned(key.getModulus()) + "\",\"e\":\"" + unsigned(key.getPublicExponent()) + "\"}]}";
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private String ofKeys(String url) throws IOException {
        return one(
                "tokens",
                "BILLING_JWT_SECRET=",
                "BILLING_JWT_JWKS_URL=" + url,
                "BILLING_JWT_ISSUER=https://issuer.example",
                "BILLING_JWT_AUDIENCE=billing");
    }

    private String ofSeats(String url) throws IOException {
        return one("seats", "BILLING_SEAT_USAGE_URL=" + url, "BILLING_SEAT_USAGE_SECRET=" + SEAT_SECRET);
    }

    /** The one finding of an area; nothing that may be secret is told. */
    private String one(String area, String... lines) throws IOException {
        Path configuration = desk.with(lines);
        OperatorsDesk.Answer answer = desk.typeWith(configuration, "doctor", "--json");
        assertThat(answer.out()).doesNotContain(CANARY);
        List<String> said = new ArrayList<>();
        answer.json().path("findings").forEach(one -> {
            if (one.path("area").textValue().equals(area))
                said.add(one.path("level").textValue() + " " + one.path("what").textValue());
        });
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    @Test
    void an_issuer_that_publishes_a_key_is_well() throws Exception {
        assertThat(ofKeys(answering(200, keys("one", 2048))))
                .startsWith("ok BILLING_JWT_JWKS_URL http://127.0.0.1:")
                .endsWith("answers, and 1 of its keys can check tokens");
        assertThat(asked).containsExactly("GET null null");
    }

    @ParameterizedTest
    @CsvSource({
        "404, '', answers 404",
        "302, '', 'answers 302, a redirect, and none is followed'",
        "200, <html>, its answer is no key set",
        "200, '{\"keys\":[]}', its answer is no key set",
        "200, '{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}]}', none of its keys can check tokens",
    })
    void an_issuer_that_brings_no_key_is_a_fault(int status, String body, String said) throws IOException {
        assertThat(ofKeys(answering(status, body)))
                .startsWith("fault BILLING_JWT_JWKS_URL http://127.0.0.1:")
                .endsWith(": " + said);
    }

    @Test
    void keys_that_no_token_can_be_checked_with_are_none() throws Exception {
        assertThat(ofKeys(answering(200, keys("weak", 1024)))).endsWith("none of its keys can check tokens");
        assertThat(ofKeys(answering(200, keys("", 2048)))).endsWith("none of its keys can check tokens");
        assertThat(ofKeys(answering(200, "{\"keys\":[" + " ".repeat(300_000) + "]}")))
                .endsWith("the answer has more than 262144 bytes");
    }

    @Test
    void an_application_that_counts_seats_is_well_also_where_it_knows_no_such_tenant() throws IOException {
        assertThat(ofSeats(answering(200, "{\"inUse\":0}")))
                .startsWith("ok BILLING_SEAT_USAGE_URL http://127.0.0.1:")
                .contains("says that 0 seats are in use");
        assertThat(ofSeats(answering(404, ""))).startsWith("ok ").contains("answers 404");
        assertThat(asked).containsOnly("GET tenant=billing-doctor Bearer " + SEAT_SECRET);
    }

    /** A host whose ids are UUIDs may say so of any other. */
    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void an_application_that_takes_the_tenants_id_for_none_of_its_own_is_well(int status) throws IOException {
        assertThat(ofSeats(answering(status, "")))
                .startsWith("ok BILLING_SEAT_USAGE_URL http://127.0.0.1:")
                .contains("answers " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "401, '', fault, does not take our secret",
        "403, '', fault, does not take our secret",
        "301, '', fault, a redirect",
        "500, '', warning, answers 500",
        "200, '{\"seats\":4}', fault, no whole number as inUse",
        "200, <html>, fault, is not JSON",
    })
    void an_application_that_does_not_count_is_told_with_what_it_said(
            int status, String body, String level, String said) throws IOException {
        assertThat(ofSeats(answering(status, body)))
                .startsWith(level + " BILLING_SEAT_USAGE_URL http://127.0.0.1:")
                .contains(said);
    }

    @Test
    void one_that_takes_no_connection_or_never_ends_its_answer_is_a_fault_within_a_time() throws IOException {
        String free;
        try (ServerSocket taken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            free = "http://127.0.0.1:" + taken.getLocalPort() + "/";
        }
        assertThat(ofKeys(free)).startsWith("fault").endsWith("it takes no connection");
        assertThat(ofSeats(free)).startsWith("fault").endsWith("it takes no connection");
        String drips = dripping();
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(BOUNDED, () -> {
            assertThat(ofKeys(drips)).startsWith("fault").endsWith("no answer within 5 s");
            assertThat(ofSeats(drips)).startsWith("fault").endsWith("no answer within 2 s");
        });
    }

    @Test
    void nobody_is_asked_where_nobody_is_named_and_a_mistake_elsewhere_keeps_nobody_from_looking() throws Exception {
        assertThat(one("tokens")).startsWith("ok nobody is asked");
        assertThat(one("seats")).startsWith("ok nobody is asked");
        String url = answering(200, "{\"inUse\":0}");
        assertThat(one(
                        "seats",
                        "BILLING_GRACE_DAYS=many",
                        "BILLING_SEAT_USAGE_URL=" + url,
                        "BILLING_SEAT_USAGE_SECRET=" + SEAT_SECRET))
                .startsWith("ok ")
                .contains("0 seats");
        assertThat(one("tokens", "BILLING_JWT_SECRET=", "BILLING_JWT_JWKS_URL=" + url))
                .isEqualTo("warning it was not looked at");
    }
}
