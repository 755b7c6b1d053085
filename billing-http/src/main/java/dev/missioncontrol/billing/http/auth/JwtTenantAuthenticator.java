package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Believes the host's signed tokens. The algorithm is bound to the key: what a token's header asks for never decides.
 * {@code exp} is required, {@code nbf} honoured, clocks may differ by a minute.
 */
public final class JwtTenantAuthenticator implements TenantAuthenticator {
    /** Longest token in characters. */
    static final int LONGEST = 8 * 1024;

    private static final String SCHEME = "Bearer ";

    /** Types of tokens that open something; an issuer signs others too (logout, security events) with the same key. */
    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private final TokenKeys keys;
    private final TokenClaims expected;
    private final InstantSource clock;
    private final BelievedTokens known = new BelievedTokens();

    private JwtTenantAuthenticator(TokenKeys keys, TokenClaims expected, InstantSource clock) {
        this.keys = keys;
        this.expected = expected;
        this.clock = clock;
    }

    /**
     * Tokens signed with a secret that the host shares with us, HS256.
     *
     * @param tenantClaim the claim that names the tenant
     * @param issuer what {@code iss} must be, where set
     * @param audience what {@code aud} must hold, where set
     * @throws IllegalArgumentException if the secret is shorter than 32 bytes, or a name is blank
     */
    public static JwtTenantAuthenticator hs256(
            String secret,
            String tenantClaim,
            Optional<String> issuer,
            Optional<String> audience,
            InstantSource clock) {
        return hs256(List.of(secret), tenantClaim, issuer, audience, clock);
    }

    /**
     * The same with several secrets, any of which may have signed: how one is replaced without refusing anybody.
     *
     * @param secrets 1 to 8
     */
    public static JwtTenantAuthenticator hs256(
            List<String> secrets,
            String tenantClaim,
            Optional<String> issuer,
            Optional<String> audience,
            InstantSource clock) {
        return new JwtTenantAuthenticator(
                FixedKeys.secrets(secrets), new TokenClaims(tenantClaim, issuer, audience), clock);
    }

    /**
     * Tokens signed with the private key to a public one: RS256 for RSA of 2048 bits or more, ES256 for P-256.
     *
     * @param pem {@code -----BEGIN PUBLIC KEY-----}; up to eight of them, any of which may check
     * @throws IllegalArgumentException if it holds anything else, or issuer or audience is missing
     */
    public static JwtTenantAuthenticator publicKey(
            String pem, String tenantClaim, Optional<String> issuer, Optional<String> audience, InstantSource clock) {
        return new JwtTenantAuthenticator(
                new FixedKeys(PublicKeys.pem(pem)), new TokenClaims(tenantClaim, issuer, audience).strict(), clock);
    }

    /**
     * Tokens signed with one of the keys that an issuer publishes, RS256 or ES256 by the key's type. Nothing is fetched
     * before the first token comes. Where no key can be fetched and none is known, the answer is
     * {@link Authentication.Unavailable}.
     *
     * @param url of a JSON web key set; https, or http on loopback
     * @throws IllegalArgumentException if it is another address, or issuer or audience is missing
     */
    public static JwtTenantAuthenticator jwks(
            URI url, String tenantClaim, Optional<String> issuer, Optional<String> audience, InstantSource clock) {
        return jwks(url, new TokenClaims(tenantClaim, issuer, audience), clock, JwksPolicy.STANDARD);
    }

    static JwtTenantAuthenticator jwks(URI url, TokenClaims expected, InstantSource clock, JwksPolicy policy) {
        return new JwtTenantAuthenticator(new PublishedKeys(url, policy, clock), expected.strict(), clock);
    }

    /**
     * How many keys of a published set can check tokens, for who looks before a token comes: those that have a name of their own,
     * are meant for signatures, and are RSA of 2048 bits or more, or P-256.
     *
     * @param keySet a JSON web key set
     * @throws IllegalArgumentException if it is none
     */
    public static int usableKeys(String keySet) {
        return PublishedKeys.usable(PublishedSet.parsed(keySet));
    }

    /**
     * The same, reading from this claim how many of the tenant's seats are in use: a whole number.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public JwtTenantAuthenticator countingSeatsBy(String claim) {
        return new JwtTenantAuthenticator(keys, expected.counting(claim), clock);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        String header = credentials.authorization().orElse("");
        if (!header.startsWith(SCHEME)) return new Authentication.Unauthenticated("no bearer token");
        String token = header.substring(SCHEME.length());
        if (token.length() > LONGEST) return new Authentication.Unauthenticated("the token is too long");
        Instant now = clock.instant();
        BelievedTokens.Hash hash = BelievedTokens.Hash.of(token);
        Optional<Authentication.Authenticated> before = known.find(hash, keys, now);
        return before.isPresent() ? before.get() : read(token, hash, now);
    }

    private Authentication read(String token, BelievedTokens.Hash hash, Instant now) {
        if (!wellFormed(token)) return new Authentication.Unauthenticated("the token is malformed");
        try {
            return checked(SignedJWT.parse(token), hash, now);
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            return new Authentication.Unauthenticated("the token is malformed");
        }
    }

    /** Three parts of base64url, none of them empty, each spelt the one way it can be (RFC 4648, 3.5). */
    private static boolean wellFormed(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) return false;
        for (String part : parts) {
            String again = Base64URL.encode(new Base64URL(part).decode()).toString();
            if (part.isEmpty() || !part.equals(again)) return false;
        }
        return true;
    }

    private Authentication checked(SignedJWT token, BelievedTokens.Hash hash, Instant now)
            throws JOSEException, ParseException {
        JWSHeader header = token.getHeader();
        if (odd(header)) return new Authentication.Unauthenticated("the token's header asks for what is not done");
        TokenKeys.Choice choice = keys.choose(header);
        if (choice instanceof TokenKeys.Choice.NoneFits none) return new Authentication.Unauthenticated(none.reason());
        if (choice instanceof TokenKeys.Choice.Unknown unknown)
            return new Authentication.Unavailable(unknown.reason(), unknown.retryAfter());
        for (TokenKeys.Key key : ((TokenKeys.Choice.Any) choice).keys()) {
            if (key.algorithm().equals(header.getAlgorithm()) && token.verify(key.verifier()))
                return believed(token, key, hash, now);
        }
        return new Authentication.Unauthenticated("the signature does not match");
    }

    private Authentication believed(SignedJWT token, TokenKeys.Key signedBy, BelievedTokens.Hash hash, Instant now) {
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Authentication who = expected.believed(claims, now);
            if (who instanceof Authentication.Authenticated tenant)
                known.keep(hash, tenant, TokenClaims.Span.of(claims), signedBy, now);
            return who;
        } catch (ParseException oddClaim) {
            // Only who has the key comes so far, and is told what the commonest slip is.
            return new Authentication.Unauthenticated(
                    "a claim has the wrong type: tenant and scope are strings, exp and"
                            + " nbf numbers of seconds, seats in use a whole number");
        }
    }

    /** Keys that a token brings along or points to, extensions that must be understood, tokens of another type. */
    private static boolean odd(JWSHeader header) {
        return header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null
                || header.getCriticalParams() != null
                || header.getType() != null && !TYPES.contains(header.getType());
    }
}
