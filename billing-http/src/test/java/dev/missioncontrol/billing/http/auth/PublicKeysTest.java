package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeysTest {
    private static final String RSA = Signing.pem(Believer.RSA.getPublic());
    private static final Optional<String> NONE = Optional.empty();

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", "must be PEM"),
                Arguments.of("hello", "must be PEM"),
                Arguments.of(RSA.replace("-----END PUBLIC KEY-----", ""), "must be PEM"),
                Arguments.of(Signing.pem(Signing.rsa(1024).getPublic()), "1024 bits"),
                Arguments.of(Signing.pem(Signing.ec("secp384r1").getPublic()), "neither RSA nor P-256"),
                Arguments.of(Signing.pem("PUBLIC KEY", new byte[] {1, 2, 3}), "neither RSA nor P-256"),
                Arguments.of(RSA.replace("MII", "M!I"), "neither RSA nor P-256"),
                Arguments.of(
                        Signing.pem("PRIVATE KEY", Believer.RSA.getPrivate().getEncoded()), "private key"),
                Arguments.of(Signing.pem("EC PRIVATE KEY", new byte[8]), "private key"),
                Arguments.of(Signing.pem("RSA PUBLIC KEY", new byte[8]), "BEGIN RSA PUBLIC KEY"),
                Arguments.of(Signing.pem("CERTIFICATE", new byte[8]), "openssl x509"),
                Arguments.of(RSA.repeat(9), "at most 8"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_key_that_can_not_be_used_is_refused_with_the_reason(String pem, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Believer.publicKey(pem))
                .withMessageContaining(reason);
    }

    @Test
    void a_private_key_that_was_given_by_mistake_is_not_repeated() {
        String pem = Signing.pem("PRIVATE KEY", Believer.EC.getPrivate().getEncoded());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Believer.publicKey(pem))
                .withMessageNotContaining(pem.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void several_keys_check_while_one_replaces_another() {
        JwtTenantAuthenticator both = Believer.publicKey(RSA + Signing.pem(Believer.EC.getPublic()));
        assertThat(Stream.of(Believer.RS256, Believer.ES256))
                .allSatisfy(
                        kind -> assertThat(with(both, kind.token())).isInstanceOf(Authentication.Authenticated.class))
                .allSatisfy(kind -> assertThat(with(both, kind.token().signed(kind.foreign())))
                        .isInstanceOf(Authentication.Unauthenticated.class));
    }

    @Test
    void several_secrets_check_while_one_replaces_another() {
        String next = "the-next-secret-".repeat(3);
        JwtTenantAuthenticator both =
                JwtTenantAuthenticator.hs256(List.of(Believer.SECRET, next), "tenant", NONE, NONE, Believer.CLOCK);
        Token token = Believer.HS256.token();
        assertThat(with(both, token)).isInstanceOf(Authentication.Authenticated.class);
        assertThat(with(both, token.signed(Signing.hs256(Believer.bytes(next)))))
                .isInstanceOf(Authentication.Authenticated.class);
        assertThat(with(both, token.signed(Believer.HS256.foreign())))
                .isInstanceOf(Authentication.Unauthenticated.class);
    }

    @Test
    void a_short_secret_is_refused_and_so_is_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtTenantAuthenticator.hs256("x".repeat(31), "tenant", NONE, NONE, Believer.CLOCK))
                .withMessageContaining("at least 32 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtTenantAuthenticator.hs256(List.of(), "tenant", NONE, NONE, Believer.CLOCK));
    }

    @Test
    void a_key_of_an_issuer_is_not_taken_without_issuer_and_audience() {
        URI url = URI.create("https://id.example/keys");
        for (List<Optional<String>> names :
                List.of(List.of(NONE, Believer.AUDIENCE), List.of(Believer.ISSUER, NONE), List.of(NONE, NONE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            JwtTenantAuthenticator.publicKey(RSA, "tenant", names.get(0), names.get(1), Believer.CLOCK))
                    .withMessageContaining("issuer and audience");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            JwtTenantAuthenticator.jwks(url, "tenant", names.get(0), names.get(1), Believer.CLOCK))
                    .withMessageContaining("issuer and audience");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example/keys",
                "http://127.0.0.1.evil.example/keys",
                "http://localhost.evil.example/keys",
                "http://[::2]/keys",
                "ftp://localhost/keys",
                "file:///etc/keys",
                "https:///keys",
                "https://user:secret@id.example/keys",
                "https://id.example/keys#here",
                "keys"
            })
    void keys_are_fetched_over_https_or_from_this_machine(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtTenantAuthenticator.jwks(
                        URI.create(url), "tenant", Believer.ISSUER, Believer.AUDIENCE, Believer.CLOCK))
                .withMessageContaining("https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example/keys",
                "http://localhost:1/keys",
                "http://127.1.2.3/keys",
                "http://[::1]:8/keys"
            })
    void nothing_is_fetched_before_a_token_comes(String url) {
        assertThat(JwtTenantAuthenticator.jwks(
                        URI.create(url), "tenant", Believer.ISSUER, Believer.AUDIENCE, Believer.CLOCK))
                .isNotNull();
    }

    @Test
    void a_blank_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtTenantAuthenticator.hs256(Believer.SECRET, " ", NONE, NONE, Believer.CLOCK));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtTenantAuthenticator.hs256(
                        Believer.SECRET, "tenant", Optional.of(" "), NONE, Believer.CLOCK));
    }

    private static Authentication with(JwtTenantAuthenticator authenticator, Token token) {
        return authenticator.authenticate(new Credentials(Optional.of("Bearer " + token.text()), Optional.empty()));
    }
}
