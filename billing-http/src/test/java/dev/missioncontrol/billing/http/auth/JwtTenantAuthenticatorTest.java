package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JwtTenantAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String SECRET = "a-secret-of-tests-".repeat(3);
    private static final JwtTenantAuthenticator AUTHENTICATOR = JwtTenantAuthenticator.hs256(
            SECRET, "tenant", Optional.of("app"), Optional.of("billing"), InstantSource.fixed(NOW));

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("app")
                .audience("billing")
                .claim("tenant", "acme")
                .claim("scope", "billing:read other")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, String secret) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWTClaimsSet claims) {
        return sign(new JWSHeader(JWSAlgorithm.HS256), claims, SECRET);
    }

    private static Authentication with(String header) {
        return AUTHENTICATOR.authenticate(new Credentials(Optional.of(header), Optional.empty()));
    }

    @Test
    void a_valid_token_names_its_tenant_and_its_scopes() {
        assertThat(with("Bearer " + sign(claims().build())))
                .isEqualTo(new Authentication.Authenticated(new TenantId("acme"), Set.of(Scope.READ), false));
    }

    @Test
    void clocks_may_differ_by_a_minute() {
        assertThat(with("Bearer "
                        + sign(claims().expirationTime(Date.from(NOW.minusSeconds(59)))
                                .build())))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    static Stream<String> refused() {
        String good = sign(claims().build());
        String[] parts = good.split("\\.");
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256);
        return Stream.of(
                "",
                good,
                "Basic " + good,
                "bearer" + good,
                "Bearer  " + good,
                "Bearer " + good + " ",
                "Bearer " + good + "=",
                "Bearer " + good + ".x",
                "Bearer " + parts[0] + "." + parts[1],
                "Bearer " + parts[0] + "." + parts[1] + ".",
                "Bearer ." + parts[1] + "." + parts[2],
                "Bearer " + parts[0] + "." + parts[2] + "." + parts[2],
                "Bearer " + "a".repeat(9000),
                "Bearer " + new PlainJWT(claims().build()).serialize(),
                "Bearer " + sign(new JWSHeader(JWSAlgorithm.HS384), claims().build(), SECRET),
                "Bearer " + sign(new JWSHeader(JWSAlgorithm.HS256), claims().build(), "another-secret-".repeat(4)),
                "Bearer "
                        + sign(
                                header.jwkURL(URI.create("https://evil.example/jwks"))
                                        .build(),
                                claims().build(),
                                SECRET),
                "Bearer " + sign(claims().expirationTime(null).build()),
                "Bearer "
                        + sign(claims().expirationTime(Date.from(NOW.minusSeconds(61)))
                                .build()),
                "Bearer "
                        + sign(claims().notBeforeTime(Date.from(NOW.plusSeconds(61)))
                                .build()),
                "Bearer " + sign(claims().issuer("other").build()),
                "Bearer " + sign(claims().issuer(null).build()),
                "Bearer " + sign(claims().audience("other").build()),
                "Bearer " + sign(claims().audience((String) null).build()),
                "Bearer " + sign(claims().claim("tenant", null).build()),
                "Bearer " + sign(claims().claim("tenant", 7).build()),
                "Bearer " + sign(claims().claim("tenant", "a b").build()),
                "Bearer " + sign(claims().claim("tenant", "").build()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void nothing_else_is_believed(String header) {
        assertThat(with(header)).isInstanceOf(Authentication.Unauthenticated.class);
    }
}
