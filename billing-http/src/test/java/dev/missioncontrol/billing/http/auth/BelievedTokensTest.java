package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token that is remembered opens no more, and for no longer, than one that is read anew. */
class BelievedTokensTest {
    private static final Token TOKEN = Believer.HS256.token();

    private Instant now = Token.NOW;
    private final JwtTenantAuthenticator authenticator =
            JwtTenantAuthenticator.hs256(Believer.SECRET, "tenant", Believer.ISSUER, Believer.AUDIENCE, () -> now);

    private Authentication ask(String token) {
        return authenticator.authenticate(new Credentials(Optional.of("Bearer " + token), Optional.empty()));
    }

    private void believes(Token token) {
        assertThat(ask(token.text())).isInstanceOf(Authentication.Authenticated.class);
    }

    private void refuses(Token token) {
        assertThat(ask(token.text())).isInstanceOf(Authentication.Unauthenticated.class);
    }

    @Test
    void one_that_expires_while_it_is_remembered_is_refused_at_once() {
        believes(TOKEN);
        now = Token.NOW.plusSeconds(60).plus(TokenClaims.LEEWAY);
        believes(TOKEN);
        now = now.plusMillis(1);
        refuses(TOKEN);
        now = Token.NOW;
        believes(TOKEN);
    }

    @Test
    void one_that_is_not_valid_yet_by_a_clock_that_was_put_right_is_refused() {
        Token later = TOKEN.claim("nbf", Token.NOW.getEpochSecond());
        believes(later);
        now = Token.NOW.minus(TokenClaims.LEEWAY).minusMillis(1);
        refuses(later);
    }

    @Test
    void each_names_its_own_tenant_however_often_and_in_whatever_order_they_come() {
        Token other = TOKEN.claim("tenant", "globex").claim("scope", "billing:manage");
        for (int time = 0; time < 3; time++) {
            assertThat(ask(TOKEN.text()))
                    .isEqualTo(new Authentication.Authenticated(new TenantId("acme"), Set.of(Scope.READ), false));
            assertThat(ask(other.text()))
                    .isEqualTo(new Authentication.Authenticated(new TenantId("globex"), Set.of(Scope.MANAGE), false));
        }
    }

    @Test
    void what_looks_like_a_remembered_one_is_read_and_refused() {
        believes(TOKEN);
        List<String> parts = TOKEN.parts();
        List<String> others = TOKEN.claim("tenant", "globex").parts();
        assertThat(ask(parts.get(0) + "." + others.get(1) + "." + parts.get(2)))
                .isInstanceOf(Authentication.Unauthenticated.class);
        assertThat(ask(TOKEN.text() + "A")).isInstanceOf(Authentication.Unauthenticated.class);
        assertThat(ask(TOKEN.text().substring(1))).isInstanceOf(Authentication.Unauthenticated.class);
        believes(TOKEN);
    }

    @Test
    void none_is_remembered_for_ever_nor_by_a_clock_that_was_put_back() {
        BelievedTokens tokens = new BelievedTokens();
        TokenKeys keys = FixedKeys.secrets(List.of(Believer.SECRET));
        keep(tokens, keys, "one");
        assertThat(found(tokens, keys, now)).isTrue();
        assertThat(found(tokens, keys, now.plus(BelievedTokens.LONGEST))).isTrue();
        assertThat(found(tokens, keys, now.plus(BelievedTokens.LONGEST).plusMillis(1)))
                .isFalse();
        keep(tokens, keys, "one");
        assertThat(found(tokens, keys, now.minusMillis(1))).isFalse();
    }

    @Test
    void no_more_are_remembered_than_there_is_room_for() {
        BelievedTokens tokens = new BelievedTokens();
        TokenKeys keys = FixedKeys.secrets(List.of(Believer.SECRET));
        for (int number = 0; number < 3 * BelievedTokens.MOST; number++) {
            keep(tokens, keys, "token " + number);
            assertThat(tokens.size()).isLessThanOrEqualTo(BelievedTokens.MOST);
        }
    }

    private static boolean found(BelievedTokens tokens, TokenKeys keys, Instant now) {
        return tokens.find(BelievedTokens.Hash.of("one"), keys, now).isPresent();
    }

    private void keep(BelievedTokens tokens, TokenKeys keys, String token) {
        TokenClaims.Span aDay = new TokenClaims.Span(Instant.MIN, now.plus(Duration.ofDays(1)));
        TokenKeys.Key key = ((FixedKeys) keys).keys().get(0);
        tokens.keep(
                BelievedTokens.Hash.of(token),
                new Authentication.Authenticated(new TenantId("acme"), Set.of(Scope.READ), false),
                aDay,
                key,
                now);
    }
}
