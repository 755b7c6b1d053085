package dev.missioncontrol.billing.http.auth;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator of one kind.
 *
 * @param keyId the id of its key, where keys have one
 * @param own signs as its key does
 * @param foreign signs in the same way with a key that it doesn't know
 */
record Believer(
        String name,
        String algorithm,
        @Nullable String keyId,
        Signing own,
        Signing foreign,
        JwtTenantAuthenticator authenticator) {
    static final String SECRET = "a-secret-of-tests-".repeat(3);
    static final KeyPair RSA = Signing.rsa(2048);
    static final KeyPair EC = Signing.ec("secp256r1");
    static final KeyPair FOREIGN_RSA = Signing.rsa(2048);
    static final KeyPair FOREIGN_EC = Signing.ec("secp256r1");
    static final InstantSource CLOCK = InstantSource.fixed(Token.NOW);
    static final Optional<String> ISSUER = Optional.of(Token.ISSUER);
    static final Optional<String> AUDIENCE = Optional.of(Token.AUDIENCE);
    static final TokenClaims CLAIMS = new TokenClaims("tenant", ISSUER, AUDIENCE);

    /** As it is set up, but for a fetch that a busy machine may make wait. */
    static final JwksPolicy PATIENT = new JwksPolicy(
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofHours(4),
            256 * 1024);

    private static final KeyServer PUBLISHED = new KeyServer()
            .publishes(
                    KeyServer.rsa("rsa-1", RSA).build(),
                    KeyServer.ec("ec-1", EC).build());

    static final Believer HS256 = new Believer(
            "HS256",
            "HS256",
            null,
            Signing.hs256(bytes(SECRET)),
            Signing.hs256(bytes("another-secret-".repeat(4))),
            JwtTenantAuthenticator.hs256(SECRET, "tenant", ISSUER, AUDIENCE, CLOCK));

    static final Believer RS256 = new Believer(
            "RS256",
            "RS256",
            null,
            Signing.rs256(RSA),
            Signing.rs256(FOREIGN_RSA),
            publicKey(Signing.pem(RSA.getPublic())));

    static final Believer ES256 = new Believer(
            "ES256",
            "ES256",
            null,
            Signing.es256(EC),
            Signing.es256(FOREIGN_EC),
            publicKey(Signing.pem(EC.getPublic())));

    static final Believer JWKS_RSA =
            new Believer("JWKS, RSA", "RS256", "rsa-1", Signing.rs256(RSA), Signing.rs256(FOREIGN_RSA), published());

    static final Believer JWKS_EC =
            new Believer("JWKS, P-256", "ES256", "ec-1", Signing.es256(EC), Signing.es256(FOREIGN_EC), published());

    static final List<Believer> ALL = List.of(HS256, RS256, ES256, JWKS_RSA, JWKS_EC);

    static JwtTenantAuthenticator publicKey(String pem) {
        return JwtTenantAuthenticator.publicKey(pem, "tenant", ISSUER, AUDIENCE, CLOCK);
    }

    private static JwtTenantAuthenticator published() {
        return JwtTenantAuthenticator.jwks(PUBLISHED.url(), CLAIMS, CLOCK, PATIENT);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Token token() {
        return Token.of(algorithm, keyId, own);
    }

    Authentication with(String header) {
        return authenticator.authenticate(new Credentials(Optional.of(header), Optional.empty()));
    }

    @Override
    public String toString() {
        return name;
    }
}
