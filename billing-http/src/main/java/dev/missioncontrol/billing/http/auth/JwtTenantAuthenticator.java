package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Believes the host's signed tokens. The algorithm is bound to the key: what a token's header asks for never decides. */
public final class JwtTenantAuthenticator implements TenantAuthenticator {
    /** How far two clocks may differ. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    /** Longest token in characters. */
    static final int LONGEST = 8 * 1024;

    /** Fewest bytes of an HS256 secret: as many as the hash has. */
    static final int SHORTEST_SECRET = 32;

    private static final String SCHEME = "Bearer ";

    private final JWSAlgorithm algorithm;
    private final JWSVerifier verifier;
    private final String tenantClaim;
    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final InstantSource clock;

    private JwtTenantAuthenticator(
            JWSAlgorithm algorithm,
            JWSVerifier verifier,
            String tenantClaim,
            Optional<String> issuer,
            Optional<String> audience,
            InstantSource clock) {
        this.algorithm = algorithm;
        this.verifier = verifier;
        this.tenantClaim = tenantClaim;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * Tokens signed with a secret that the host shares with us.
     *
     * @param tenantClaim the claim that names the tenant
     * @throws IllegalArgumentException if the secret is shorter than 32 bytes
     */
    public static JwtTenantAuthenticator hs256(
            String secret,
            String tenantClaim,
            Optional<String> issuer,
            Optional<String> audience,
            InstantSource clock) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_SECRET)
            throw new IllegalArgumentException("the secret for tokens needs at least " + SHORTEST_SECRET + " bytes");
        try {
            return new JwtTenantAuthenticator(
                    JWSAlgorithm.HS256, new MACVerifier(bytes), tenantClaim, issuer, audience, clock);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret for tokens can't be used", e);
        }
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        String header = credentials.authorization().orElse("");
        if (!header.startsWith(SCHEME)) return new Authentication.Unauthenticated("no bearer token");
        String token = header.substring(SCHEME.length());
        if (token.length() > LONGEST) return new Authentication.Unauthenticated("the token is too long");
        if (!wellFormed(token)) return new Authentication.Unauthenticated("the token is malformed");
        try {
            return verified(SignedJWT.parse(token));
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            return new Authentication.Unauthenticated("the token is malformed");
        }
    }

    /** Three parts of unpadded base64url, none of them empty. */
    private static boolean wellFormed(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) return false;
        for (String part : parts) {
            if (part.isEmpty() || !part.chars().allMatch(JwtTenantAuthenticator::base64url)) return false;
        }
        return true;
    }

    private static boolean base64url(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private Authentication verified(SignedJWT token) throws JOSEException, ParseException {
        JWSHeader header = token.getHeader();
        boolean odd = header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null
                || header.getCriticalParams() != null;
        if (odd || !algorithm.equals(header.getAlgorithm()))
            return new Authentication.Unauthenticated("the token's header asks for another key or algorithm");
        if (!token.verify(verifier)) return new Authentication.Unauthenticated("the signature does not match");
        return believed(token.getJWTClaimsSet());
    }

    private Authentication believed(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || now.isAfter(expires.toInstant().plus(LEEWAY)))
            return new Authentication.Unauthenticated("the token has expired, or never would");
        Date from = claims.getNotBeforeTime();
        if (from != null && now.plus(LEEWAY).isBefore(from.toInstant()))
            return new Authentication.Unauthenticated("the token is not valid yet");
        if (issuer.isPresent() && !issuer.get().equals(claims.getIssuer()))
            return new Authentication.Unauthenticated("the token is from another issuer");
        if (audience.isPresent() && !List.copyOf(claims.getAudience()).contains(audience.get()))
            return new Authentication.Unauthenticated("the token is for somebody else");
        Optional<TenantId> tenant =
                Optional.ofNullable(claims.getStringClaim(tenantClaim)).flatMap(TenantId::parse);
        if (tenant.isEmpty()) return new Authentication.Unauthenticated("the token names no tenant");
        return new Authentication.Authenticated(tenant.get(), scopes(claims.getStringClaim("scope")), false);
    }

    private static Set<Scope> scopes(@org.jspecify.annotations.Nullable String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        List<String> words = text == null ? List.of() : List.of(text.split(" "));
        for (Scope scope : Scope.values()) {
            if (words.contains(scope.word())) scopes.add(scope);
        }
        return scopes;
    }
}
