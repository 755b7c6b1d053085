package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.security.KeyPair;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of the published keys are used, and for which tokens. */
class PublishedKeysTest {
    private static final JWK GOOD = KeyServer.rsa("good", Believer.RSA).build();
    private static final Token TOKEN = Token.of("RS256", "good", Signing.rs256(Believer.RSA));
    private static final Token BY_EC = Token.of("ES256", "odd", Signing.es256(Believer.EC));
    private static final Token BY_RSA = Token.of("RS256", "odd", Signing.rs256(Believer.RSA));

    private final KeyServer server = new KeyServer();
    private final JwtTenantAuthenticator authenticator =
            JwtTenantAuthenticator.jwks(server.url(), Believer.CLAIMS, Believer.CLOCK, Believer.PATIENT);

    @AfterEach
    void stop() {
        server.close();
    }

    private Authentication with(Token token) {
        return authenticator.authenticate(new Credentials(Optional.of("Bearer " + token.text()), Optional.empty()));
    }

    static Stream<Arguments> usable() {
        return Stream.of(
                Arguments.of(
                        KeyServer.rsa("odd", Believer.RSA)
                                .keyUse(KeyUse.SIGNATURE)
                                .build(),
                        BY_RSA),
                Arguments.of(
                        KeyServer.rsa("odd", Believer.RSA)
                                .algorithm(JWSAlgorithm.RS256)
                                .build(),
                        BY_RSA),
                Arguments.of(
                        KeyServer.ec("odd", Believer.EC)
                                .keyOperations(Set.of(KeyOperation.VERIFY))
                                .build(),
                        BY_EC));
    }

    /** A configuration is read again every two seconds where a secret is in a file. */
    @Test
    void an_authenticator_that_is_never_asked_begins_no_thread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 10; i++)
            JwtTenantAuthenticator.jwks(server.url(), "tenant", Believer.ISSUER, Believer.AUDIENCE, Believer.CLOCK);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                // Each client has one of these; those that another one works with may come at any time.
                .noneMatch(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"));
    }

    @ParameterizedTest
    @MethodSource("usable")
    void a_key_for_signatures_is_used(JWK key, Token token) {
        server.publishes(GOOD, key);
        assertThat(with(token)).isInstanceOf(Authentication.Authenticated.class);
    }

    static Stream<Arguments> unusable() {
        KeyPair weak = Signing.rsa(1024);
        KeyPair large = Signing.ec("secp384r1");
        String secret = Believer.SECRET;
        OctetSequenceKey symmetric = new OctetSequenceKey.Builder(Believer.bytes(secret))
                .keyID("odd")
                .build();
        return Stream.of(
                Arguments.of(
                        "for encryption",
                        KeyServer.rsa("odd", Believer.RSA)
                                .keyUse(KeyUse.ENCRYPTION)
                                .build(),
                        BY_RSA),
                Arguments.of(
                        "for wrapping keys",
                        KeyServer.rsa("odd", Believer.RSA)
                                .keyOperations(Set.of(KeyOperation.WRAP_KEY))
                                .build(),
                        BY_RSA),
                Arguments.of(
                        "for another algorithm",
                        KeyServer.rsa("odd", Believer.RSA)
                                .algorithm(JWSAlgorithm.PS256)
                                .build(),
                        BY_RSA),
                Arguments.of("weak", KeyServer.rsa("odd", weak).build(), BY_RSA.signed(Signing.rs256(weak))),
                Arguments.of(
                        "of another curve",
                        KeyServer.ec("odd", large).build(),
                        BY_EC.head("alg", "ES384")
                                .signed(Signing.with("SHA384withECDSAinP1363Format", large.getPrivate()))),
                Arguments.of(
                        "published with its private half",
                        KeyServer.rsa("odd", Believer.RSA)
                                .privateKey(Believer.RSA.getPrivate())
                                .build(),
                        BY_RSA),
                Arguments.of("without a name", KeyServer.rsa("", Believer.RSA).build(), BY_RSA),
                Arguments.of(
                        "symmetric",
                        symmetric,
                        BY_RSA.head("alg", "HS256").signed(Signing.hs256(Believer.bytes(secret)))));
    }

    @ParameterizedTest(name = "a key {0} is not used")
    @MethodSource("unusable")
    void a_key_that_is_not_for_signatures_of_its_issuer_is_not_used(String kind, JWK key, Token token) {
        String set = "{\"keys\":[" + GOOD.toJSONString() + "," + key.toJSONString() + "]}";
        server.answers(200, set);
        assertThat(with(token)).isInstanceOf(Authentication.Unauthenticated.class);
        assertThat(with(TOKEN)).isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void a_token_without_a_key_id_is_refused_even_where_there_is_one_key() {
        server.publishes(GOOD);
        assertThat(with(TOKEN.headless("kid"))).isInstanceOf(Authentication.Unauthenticated.class);
        assertThat(with(TOKEN.head("kid", ""))).isInstanceOf(Authentication.Unauthenticated.class);
        assertThat(server.asked()).isZero();
    }

    @Test
    void a_key_id_that_two_keys_share_names_neither() {
        server.publishes(
                GOOD,
                KeyServer.rsa("odd", Believer.RSA).build(),
                KeyServer.rsa("odd", Believer.FOREIGN_RSA).build());
        assertThat(with(BY_RSA)).isInstanceOf(Authentication.Unauthenticated.class);
        assertThat(with(TOKEN)).isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void keys_of_unknown_types_leave_the_others_in_use() {
        server.answers(200, "{\"keys\":[{\"kty\":\"AKP\",\"kid\":\"new\"}," + GOOD.toJSONString() + "]}");
        assertThat(with(TOKEN)).isInstanceOf(Authentication.Authenticated.class);
    }
}
