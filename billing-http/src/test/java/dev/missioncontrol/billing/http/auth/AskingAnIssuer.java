package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;

/** Tests of an issuer that publishes keys, which may hang for as long as a test lasts. */
abstract class AskingAnIssuer {
    /** A fetch on loopback, on a machine that is busy with something else. */
    static final Duration A_FETCH = Duration.ofSeconds(20);

    /** Longer than anybody is held by a server that hangs, and shorter than that hangs. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    static final Duration HANGS = Duration.ofMinutes(5);

    /** Fetches anew as soon as a token names a key that is not there. */
    static final JwksPolicy CURIOUS = policy(A_FETCH, Duration.ofMinutes(5), Duration.ofMillis(50));

    /** Forgets within seconds, and so has no time for a fetch on a busy machine: what it says at first is asked for again. */
    static final JwksPolicy FORGETFUL = policy(Duration.ofSeconds(2), Duration.ofMillis(3200), Duration.ofMillis(50));

    static final JwksPolicy SPARING = policy(A_FETCH, Duration.ofMinutes(5), Duration.ofMinutes(4));
    static final JwksPolicy IMPATIENT = policy(Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofSeconds(10));
    static final JwksPolicy PATIENT = policy(Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(10));

    static JwksPolicy policy(Duration fetch, Duration keep, Duration between) {
        return new JwksPolicy(fetch, keep, Duration.ofMillis(100), between, Duration.ofHours(1), 16 * 1024);
    }

    static final JWK FIRST = KeyServer.rsa("first", Believer.RSA).build();
    static final JWK NEXT = KeyServer.ec("next", Believer.EC).build();
    static final Token BY_FIRST = Token.of("RS256", "first", Signing.rs256(Believer.RSA));
    static final Token BY_NEXT = Token.of("ES256", "next", Signing.es256(Believer.EC));

    final KeyServer server = new KeyServer();
    final CountDownLatch over = new CountDownLatch(1);
    final JwtTenantAuthenticator curious = with(CURIOUS);

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    JwtTenantAuthenticator with(JwksPolicy policy) {
        return JwtTenantAuthenticator.jwks(server.url(), Believer.CLAIMS, Believer.CLOCK, policy);
    }

    static Authentication ask(JwtTenantAuthenticator authenticator, Token token) {
        return authenticator.authenticate(new Credentials(Optional.of("Bearer " + token.text()), Optional.empty()));
    }

    static void soon(ThrowingRunnable asserted) {
        await().atMost(LONGEST).untilAsserted(asserted);
    }

    static void believes(JwtTenantAuthenticator authenticator, Token token) {
        assertThat(ask(authenticator, token)).isInstanceOf(Authentication.Authenticated.class);
    }

    static void refuses(JwtTenantAuthenticator authenticator, Token token) {
        assertThat(ask(authenticator, token)).isInstanceOf(Authentication.Unauthenticated.class);
    }

    static void canNotTell(JwtTenantAuthenticator authenticator, Token token) {
        assertThat(ask(authenticator, token)).isInstanceOf(Authentication.Unavailable.class);
    }

    void hangs(HttpExchange exchange) throws IOException {
        waitForTheEnd(HANGS);
        exchange.close();
    }

    boolean waitForTheEnd(Duration atMost) {
        try {
            return over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
