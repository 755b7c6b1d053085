package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an issuer may do to us by being slow, broken, gone, or by changing its keys; in the time of a test. */
class KeyOutageTest {
    /** A fetch on loopback, on a machine that is busy with something else. */
    private static final Duration A_FETCH = Duration.ofSeconds(20);

    /** Longer than anybody is held by a server that hangs, and shorter than that hangs. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration HANGS = Duration.ofMinutes(5);

    /** Fetches anew as soon as a token names a key that is not there. */
    private static final JwksPolicy CURIOUS = policy(A_FETCH, Duration.ofMinutes(5), Duration.ofMillis(50));

    /** Forgets within seconds, and so has no time for a fetch on a busy machine: what it says at first is asked for again. */
    private static final JwksPolicy FORGETFUL =
            policy(Duration.ofSeconds(2), Duration.ofMillis(3200), Duration.ofMillis(50));

    private static final JwksPolicy SPARING = policy(A_FETCH, Duration.ofMinutes(5), Duration.ofMinutes(4));
    private static final JwksPolicy IMPATIENT =
            policy(Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofSeconds(10));
    private static final JwksPolicy PATIENT =
            policy(Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(10));

    private static JwksPolicy policy(Duration fetch, Duration keep, Duration between) {
        return new JwksPolicy(fetch, keep, Duration.ofMillis(100), between, Duration.ofHours(1), 16 * 1024);
    }

    private static final JWK FIRST = KeyServer.rsa("first", Believer.RSA).build();
    private static final JWK NEXT = KeyServer.ec("next", Believer.EC).build();
    private static final Token BY_FIRST = Token.of("RS256", "first", Signing.rs256(Believer.RSA));
    private static final Token BY_NEXT = Token.of("ES256", "next", Signing.es256(Believer.EC));

    private final KeyServer server = new KeyServer();
    private final CountDownLatch over = new CountDownLatch(1);
    private final JwtTenantAuthenticator curious = with(CURIOUS);

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    private JwtTenantAuthenticator with(JwksPolicy policy) {
        return JwtTenantAuthenticator.jwks(server.url(), Believer.CLAIMS, Believer.CLOCK, policy);
    }

    private static Authentication ask(JwtTenantAuthenticator authenticator, Token token) {
        return authenticator.authenticate(new Credentials(Optional.of("Bearer " + token.text()), Optional.empty()));
    }

    private static void soon(ThrowingRunnable asserted) {
        await().atMost(LONGEST).untilAsserted(asserted);
    }

    private static void believes(JwtTenantAuthenticator authenticator, Token token) {
        assertThat(ask(authenticator, token)).isInstanceOf(Authentication.Authenticated.class);
    }

    private static void refuses(JwtTenantAuthenticator authenticator, Token token) {
        assertThat(ask(authenticator, token)).isInstanceOf(Authentication.Unauthenticated.class);
    }

    private static void canNotTell(JwtTenantAuthenticator authenticator, Token token) {
        assertThat(ask(authenticator, token)).isInstanceOf(Authentication.Unavailable.class);
    }

    @Test
    void keys_are_fetched_once_for_many_tokens() {
        JwtTenantAuthenticator sparing = with(SPARING);
        server.publishes(FIRST);
        for (int i = 0; i < 100; i++) believes(sparing, BY_FIRST);
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void a_new_key_is_fetched_when_a_token_names_it() {
        server.publishes(FIRST);
        believes(curious, BY_FIRST);
        refuses(curious, BY_NEXT);
        server.publishes(FIRST, NEXT);
        soon(() -> believes(curious, BY_NEXT));
        believes(curious, BY_FIRST);
    }

    @Test
    void a_withdrawn_key_is_forgotten_when_the_set_is_due() {
        JwtTenantAuthenticator forgetful = with(FORGETFUL);
        server.publishes(FIRST);
        soon(() -> believes(forgetful, BY_FIRST));
        server.publishes(NEXT);
        soon(() -> refuses(forgetful, BY_FIRST));
    }

    @Test
    void tokens_that_name_unknown_keys_cause_no_flood_of_fetches() {
        JwtTenantAuthenticator sparing = with(SPARING);
        server.publishes(FIRST);
        for (int i = 0; i < 100; i++) refuses(sparing, BY_NEXT.head("kid", "made-up-" + i));
        assertThat(server.asked()).isLessThanOrEqualTo(2);
        believes(sparing, BY_FIRST);
    }

    @Test
    void known_keys_go_on_being_used_while_nothing_can_be_fetched() {
        JwtTenantAuthenticator forgetful = with(FORGETFUL);
        server.publishes(FIRST);
        soon(() -> believes(forgetful, BY_FIRST));
        server.answers(500, "");
        int before = server.asked();
        soon(() -> {
            believes(forgetful, BY_FIRST);
            assertThat(server.asked()).isGreaterThan(before);
        });
        believes(forgetful, BY_FIRST);
        refuses(forgetful, BY_FIRST.signed(Signing.rs256(Believer.FOREIGN_RSA)));
    }

    @Test
    void a_key_that_is_not_known_can_not_be_told_while_nothing_can_be_fetched() {
        server.publishes(FIRST);
        believes(curious, BY_FIRST);
        server.answers(500, "");
        canNotTell(curious, BY_NEXT);
        believes(curious, BY_FIRST);
    }

    /** What an answer may be instead of a set of keys. */
    enum Fault {
        GONE(404, ""),
        FAILING(503, "busy"),
        REDIRECTING(302, ""),
        NO_JSON(200, "<html>"),
        NO_SET(200, "{\"a\":1}"),
        EMPTY(200, "{\"keys\":[]}"),
        NESTED(200, "[".repeat(10_000)),
        BROKEN_KEY(200, "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"first\",\"e\":\"AQAB\"}]}"),
        OVERSIZED(200, "{\"keys\":[" + FIRST.toJSONString() + "],\"x\":\"" + "x".repeat(16 * 1024) + "\"}");

        private final int status;
        private final String body;

        Fault(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void an_answer_that_is_no_set_of_keys_is_an_outage_and_heals(Fault fault) {
        server.answers(fault.status, fault.body);
        canNotTell(curious, BY_FIRST);
        server.publishes(FIRST);
        soon(() -> believes(curious, BY_FIRST));
    }

    @Test
    void an_issuer_that_is_not_there_is_an_outage() {
        server.close();
        canNotTell(curious, BY_FIRST);
    }

    @Test
    void an_outage_says_when_to_ask_again() {
        assertThat(ask(curious, BY_FIRST))
                .isInstanceOfSatisfying(
                        Authentication.Unavailable.class,
                        away -> assertThat(away.retryAfter()).isPositive());
    }

    private void hangs(HttpExchange exchange) throws IOException {
        waitForTheEnd(HANGS);
        exchange.close();
    }

    /** One byte at a time, each in time by itself. */
    private void drips(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (!waitForTheEnd(Duration.ofMillis(20))) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
        }
    }

    private boolean waitForTheEnd(Duration atMost) {
        try {
            return over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Test
    void a_server_that_hangs_or_drips_holds_nobody_for_long() {
        for (HttpHandler slow : List.<HttpHandler>of(this::hangs, this::drips)) {
            server.does(slow);
            JwtTenantAuthenticator asked = with(IMPATIENT);
            long start = System.nanoTime();
            canNotTell(asked, BY_FIRST);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        }
    }

    @Test
    void made_up_keys_and_a_slow_issuer_leave_the_others_in_service() throws Exception {
        server.publishes(FIRST);
        JwtTenantAuthenticator patient = with(PATIENT);
        believes(patient, BY_FIRST);
        server.does(this::hangs);
        ExecutorService crowd = Executors.newCachedThreadPool();
        try {
            List<Future<Authentication>> asked = IntStream.range(0, 2 * PublishedKeys.MOST_WAITING)
                    .mapToObj(i -> crowd.submit(() -> ask(patient, BY_NEXT.head("kid", "made-up-" + i))))
                    .toList();
            await().atMost(LONGEST)
                    .until(() -> asked.stream().filter(Future::isDone).count() >= PublishedKeys.MOST_WAITING);
            believes(patient, BY_FIRST);
            canNotTell(patient, BY_NEXT);
        } finally {
            over.countDown();
            crowd.shutdownNow();
        }
    }

    @Test
    void a_slow_issuer_of_which_nothing_is_known_yet_holds_few_and_the_others_are_told_at_once() throws Exception {
        server.does(this::hangs);
        JwtTenantAuthenticator patient = with(PATIENT);
        ExecutorService crowd = Executors.newCachedThreadPool();
        try {
            List<Future<Authentication>> asked = IntStream.range(0, 2 * PublishedKeys.MOST_WAITING_FOR_ANY)
                    .mapToObj(i -> crowd.submit(() -> ask(patient, BY_FIRST)))
                    .toList();
            await().atMost(LONGEST)
                    .until(() -> asked.stream().filter(Future::isDone).count() >= PublishedKeys.MOST_WAITING_FOR_ANY);
            canNotTell(patient, BY_FIRST);
        } finally {
            over.countDown();
            crowd.shutdownNow();
        }
    }

    /** What twice as many are told as may wait for the issuer. */
    private static List<Authentication> crowd(JwtTenantAuthenticator authenticator, ExecutorService threads)
            throws Exception {
        int many = 2 * PublishedKeys.MOST_WAITING_FOR_ANY;
        CountDownLatch all = new CountDownLatch(many);
        List<Authentication> told = new ArrayList<>();
        Callable<Authentication> one = () -> {
            all.countDown();
            all.await();
            return ask(authenticator, BY_FIRST);
        };
        for (Future<Authentication> asked : threads.invokeAll(Collections.nCopies(many, one))) told.add(asked.get());
        return told;
    }

    @Test
    void a_crowd_goes_by_the_known_keys_while_the_issuer_hangs() throws Exception {
        JwtTenantAuthenticator forgetful = with(FORGETFUL);
        server.publishes(FIRST);
        soon(() -> believes(forgetful, BY_FIRST));
        server.does(this::hangs);
        int before = server.asked();
        List<Authentication> told = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            await().atMost(LONGEST).until(() -> {
                told.addAll(crowd(forgetful, threads));
                return server.asked() > before + 1;
            });
            told.addAll(crowd(forgetful, threads));
        } finally {
            over.countDown();
            threads.shutdownNow();
        }
        assertThat(told).hasOnlyElementsOfType(Authentication.Authenticated.class);
    }

    @Test
    void a_crowd_on_a_node_that_has_just_started_waits_for_an_issuer_that_is_well() throws Exception {
        server.does(exchange -> {
            waitForTheEnd(Duration.ofMillis(200));
            KeyServer.answer(exchange, 200, new JWKSet(List.of(FIRST)).toString(false));
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            crowd(with(SPARING), threads); // Loads what is needed, so that the next one comes all at once.
            assertThat(crowd(with(SPARING), threads)).hasOnlyElementsOfType(Authentication.Authenticated.class);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void who_asks_once_a_set_is_at_hand_waits_for_no_other() {
        server.publishes(FIRST);
        PublishedKeys keys = new PublishedKeys(server.url(), SPARING);
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").build();
        assertThat(keys.atHand()).isFalse();
        assertThat(keys.choose(header)).isInstanceOf(TokenKeys.Choice.Any.class);
        assertThat(keys.atHand()).isTrue();
        assertThat(keys.waitingForAny.tryAcquire(PublishedKeys.MOST_WAITING_FOR_ANY))
                .as("as many wait as may")
                .isTrue();
        assertThat(keys.choose(header)).isInstanceOf(TokenKeys.Choice.Any.class);
    }
}
