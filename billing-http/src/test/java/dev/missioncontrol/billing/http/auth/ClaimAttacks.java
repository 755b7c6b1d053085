package dev.missioncontrol.billing.http.auth;

import static dev.missioncontrol.billing.http.auth.Attack.token;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rightly signed tokens that say what does not open this. */
final class ClaimAttacks {
    private static final long NOW = Token.NOW.getEpochSecond();

    private ClaimAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(times(), parties(), tenants()).flatMap(attacks -> attacks);
    }

    private static Attack says(String name, UnaryOperator<Token> change) {
        return token(name, kind -> change.apply(kind.token()));
    }

    private static Stream<Attack> times() {
        return Stream.of(
                says("never expires", token -> token.without("exp")),
                says("an expiry that is null", token -> token.claim("exp", null)),
                says("expired, beyond the leeway", token -> token.claim("exp", NOW - 61)),
                says("expired before 1970", token -> token.claim("exp", -1)),
                says("an expiry that is text", token -> token.claim("exp", Long.toString(NOW + 60))),
                says("an expiry that is true", token -> token.claim("exp", true)),
                says("an expiry that is a list", token -> token.claim("exp", List.of(NOW + 60))),
                says("an expiry that overflows", token -> token.claim("exp", Long.MAX_VALUE)),
                says("not valid yet, beyond the leeway", token -> token.claim("nbf", NOW + 61)),
                says("a beginning that is text", token -> token.claim("nbf", "soon")),
                says("a beginning that overflows", token -> token.claim("nbf", Long.MAX_VALUE / 1000)));
    }

    private static Stream<Attack> parties() {
        return Stream.of(
                says("another issuer", token -> token.claim("iss", "https://evil.example")),
                says("no issuer", token -> token.without("iss")),
                says("an issuer with a slash more", token -> token.claim("iss", Token.ISSUER + "/")),
                says("an issuer in capitals", token -> token.claim("iss", "HTTPS://ID.EXAMPLE")),
                says("a list of issuers", token -> token.claim("iss", List.of(Token.ISSUER))),
                says("for another audience", token -> token.claim("aud", "other")),
                says("for no audience", token -> token.without("aud")),
                says("for an empty list of audiences", token -> token.claim("aud", List.of())),
                says("for an audience that begins as ours", token -> token.claim("aud", Token.AUDIENCE + "-test")),
                says("for audiences in one text", token -> token.claim("aud", "other " + Token.AUDIENCE)),
                says("for a number", token -> token.claim("aud", 1)));
    }

    private static Stream<Attack> tenants() {
        return Stream.of(
                says("no tenant", token -> token.without("tenant")),
                says(
                        "the tenant under another name",
                        token -> token.without("tenant").claim("tenantId", "acme")),
                says("a tenant that is null", token -> token.claim("tenant", null)),
                says("an empty tenant", token -> token.claim("tenant", "")),
                says("a blank tenant", token -> token.claim("tenant", "  ")),
                says("a tenant that is a number", token -> token.claim("tenant", 7)),
                says("two tenants", token -> token.claim("tenant", List.of("acme", "globex"))),
                says("a tenant that is an object", token -> token.claim("tenant", Map.of("id", "acme"))),
                says("a tenant with a line break", token -> token.claim("tenant", "acme\n")),
                says("a tenant with a NUL", token -> token.claim("tenant", "acme\0")),
                says("a tenant with a letter that looks alike", token -> token.claim("tenant", "\u0430cme")),
                says("a tenant that is a path", token -> token.claim("tenant", "../acme")),
                says("a tenant that is too long", token -> token.claim("tenant", "a".repeat(129))),
                says("scopes that are a list", token -> token.claim("scope", List.of("billing:manage"))));
    }
}
