package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class JwtTenantAuthenticatorTest {
    private static final List<Believer> KINDS = Believer.ALL;
    private static final long NOW = Token.NOW.getEpochSecond();

    private static Authentication.Authenticated acme(Scope... scopes) {
        return new Authentication.Authenticated(new TenantId("acme"), Set.of(scopes), false);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void a_valid_token_names_its_tenant_and_its_scopes(Believer kind) {
        assertThat(kind.with("Bearer " + kind.token().text())).isEqualTo(acme(Scope.READ));
    }

    static Stream<Token> believed(Believer kind) {
        Token token = kind.token();
        return Stream.of(
                token.claim("exp", NOW - 59),
                token.claim("exp", NOW + 0.5),
                token.claim("nbf", NOW + 59),
                token.claim("aud", List.of("other", Token.AUDIENCE)),
                token.claim("anything", List.of(1, 2)),
                token.head("typ", "JWT"),
                token.head("typ", "at+JWT"),
                token.head("anything", 1));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void a_token_may_say_more_and_clocks_may_differ_by_a_minute(Believer kind) {
        assertThat(believed(kind))
                .allSatisfy(
                        token -> assertThat(kind.with("Bearer " + token.text())).isEqualTo(acme(Scope.READ)));
    }

    static Stream<Arguments> refused() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(ShapeAttacks.all(), SignatureAttacks.all(), ClaimAttacks.all())
                        .flatMap(attacks -> attacks)
                        .map(attack -> Arguments.of(kind, attack)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void nothing_else_is_believed(Believer kind, Attack attack) {
        assertThat(kind.with(attack.header().apply(kind))).isInstanceOf(Authentication.Unauthenticated.class);
    }

    @Test
    void there_are_many_kinds_of_attack_and_each_has_a_name_of_its_own() {
        List<String> names = Stream.of(ShapeAttacks.all(), SignatureAttacks.all(), ClaimAttacks.all())
                .flatMap(attacks -> attacks)
                .map(Attack::name)
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(80);
    }

    @Test
    void no_token_is_looked_for_anywhere_else() {
        String token = Believer.HS256.token().text();
        assertThat(Believer.HS256.authenticator().authenticate(new Credentials(Optional.empty(), Optional.of(token))))
                .isInstanceOf(Authentication.Unauthenticated.class);
    }

    @Test
    void the_claim_that_names_the_tenant_may_have_another_name() {
        JwtTenantAuthenticator other = JwtTenantAuthenticator.hs256(
                Believer.SECRET, "org_id", Optional.empty(), Optional.empty(), Believer.CLOCK);
        Token token =
                Believer.HS256.token().claim("org_id", "globex").claim("scope", "billing:manage billing:operator");
        assertThat(other.authenticate(new Credentials(Optional.of("Bearer " + token.text()), Optional.empty())))
                .isEqualTo(new Authentication.Authenticated(
                        new TenantId("globex"), Set.of(Scope.MANAGE, Scope.OPERATOR), false));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void a_token_without_scopes_may_do_nothing(Believer kind) {
        assertThat(kind.with("Bearer " + kind.token().without("scope").text())).isEqualTo(acme());
    }
}
