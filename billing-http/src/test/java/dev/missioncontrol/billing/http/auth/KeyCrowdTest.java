package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many who ask at once are told while an issuer is slow, hangs, or was never asked before. */
class KeyCrowdTest extends AskingAnIssuer {
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
    void who_asks_once_keys_were_fetched_waits_for_no_other() {
        server.publishes(FIRST);
        PublishedKeys keys = new PublishedKeys(server.url(), SPARING, Believer.CLOCK);
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").build();
        assertThat(keys.choose(header)).isInstanceOf(TokenKeys.Choice.Any.class);
        assertThat(keys.waitingForAny.tryAcquire(PublishedKeys.MOST_WAITING_FOR_ANY))
                .as("as many wait as may")
                .isTrue();
        assertThat(keys.choose(header)).isInstanceOf(TokenKeys.Choice.Any.class);
    }
}
