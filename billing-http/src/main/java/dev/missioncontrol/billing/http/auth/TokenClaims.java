package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.missioncontrol.billing.id.TenantId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a token whose signature is right.
 *
 * @param tenant the claim that names the tenant
 * @param issuer who must have issued it, where set
 * @param audience whom it must be for, where set
 * @param seats the claim that says how many seats are in use, where set
 */
record TokenClaims(String tenant, Optional<String> issuer, Optional<String> audience, Optional<String> seats) {
    TokenClaims(String tenant, Optional<String> issuer, Optional<String> audience) {
        this(tenant, issuer, audience, Optional.empty());
    }

    /** How far two clocks may differ. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    /** Longest subject in characters (OpenID Connect Core, 2); a longer one names nobody. */
    static final int LONGEST_SUBJECT = 255;

    /** @throws IllegalArgumentException if a name is blank */
    TokenClaims {
        if (tenant.isBlank() || seats.filter(String::isBlank).isPresent())
            throw new IllegalArgumentException("the claims that name the tenant and its seats need a name");
        if (issuer.filter(String::isBlank).isPresent()
                || audience.filter(String::isBlank).isPresent())
            throw new IllegalArgumentException("the issuer and the audience of tokens must not be blank");
    }

    /**
     * The same, for keys that an issuer signs with for many: without its name and ours, a token for another of its
     * customers would open ours.
     *
     * @throws IllegalArgumentException if issuer or audience is missing
     */
    TokenClaims strict() {
        if (issuer.isEmpty() || audience.isEmpty())
            throw new IllegalArgumentException("issuer and audience are needed with a public key or published keys");
        return this;
    }

    /**
     * When something counts.
     *
     * @param from the first moment
     * @param until the last one
     */
    record Span(Instant from, Instant until) {
        /** When a token counts, on any clock that is as right as may be; one that does not say when it ends never does. */
        static Span of(JWTClaimsSet claims) {
            Date from = claims.getNotBeforeTime();
            Date until = claims.getExpirationTime();
            return new Span(
                    from == null ? Instant.MIN : from.toInstant().minus(LEEWAY),
                    until == null ? Instant.MIN : until.toInstant().plus(LEEWAY));
        }

        boolean holds(Instant now) {
            return !now.isBefore(from) && !now.isAfter(until);
        }

        /** When both count. */
        Span within(Span other) {
            return new Span(
                    from.isAfter(other.from) ? from : other.from, until.isBefore(other.until) ? until : other.until);
        }
    }

    /**
     * Whose token it is.
     *
     * @throws ParseException if a claim is of a wrong type
     */
    Authentication believed(JWTClaimsSet claims, Instant now) throws ParseException {
        Span times = Span.of(claims);
        if (now.isAfter(times.until()))
            return new Authentication.Unauthenticated("the token has expired, or never would");
        if (now.isBefore(times.from())) return new Authentication.Unauthenticated("the token is not valid yet");
        if (issuer.isPresent() && !issuer.get().equals(claims.getIssuer()))
            return new Authentication.Unauthenticated("the token is from another issuer");
        if (audience.isPresent() && !claims.getAudience().contains(audience.get()))
            return new Authentication.Unauthenticated("the token is for somebody else");
        Optional<TenantId> named =
                Optional.ofNullable(claims.getStringClaim(tenant)).flatMap(TenantId::parse);
        if (named.isEmpty()) return new Authentication.Unauthenticated("the token names no tenant");
        return new Authentication.Authenticated(
                named.get(),
                scopes(claims.getStringClaim("scope")),
                false,
                Optional.ofNullable(claims.getSubject()).filter(subject -> subject.length() <= LONGEST_SUBJECT),
                seatsInUse(claims));
    }

    /** Seats in use, if the token says; one that says what can't be counts for nothing at all. */
    private OptionalLong seatsInUse(JWTClaimsSet claims) throws ParseException {
        Object said = seats.map(claims::getClaim).orElse(null);
        if (said == null) return OptionalLong.empty();
        boolean whole = said instanceof Long || said instanceof Integer;
        if (!whole || ((Number) said).longValue() < 0) throw new ParseException("seats in use are a whole number", 0);
        return OptionalLong.of(((Number) said).longValue());
    }

    /** The same, reading the seats in use from this claim. */
    TokenClaims counting(String claim) {
        return new TokenClaims(tenant, issuer, audience, Optional.of(claim));
    }

    private static Set<Scope> scopes(@Nullable String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        List<String> words = text == null ? List.of() : List.of(text.split(" "));
        for (Scope scope : Scope.values()) {
            if (words.contains(scope.word())) scopes.add(scope);
        }
        return Collections.unmodifiableSet(scopes);
    }
}
