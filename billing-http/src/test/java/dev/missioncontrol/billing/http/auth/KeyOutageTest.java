package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an issuer may do to us by being slow, broken, gone, or by changing its keys; in the time of a test. */
class KeyOutageTest extends AskingAnIssuer {
    @Test
    void keys_are_fetched_once_for_many_tokens() {
        JwtTenantAuthenticator sparing = with(SPARING);
        server.publishes(FIRST);
        for (int i = 0; i < 100; i++) believes(sparing, BY_FIRST);
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void a_new_key_is_fetched_when_a_token_names_it() {
        server.publishes(FIRST);
        believes(curious, BY_FIRST);
        refuses(curious, BY_NEXT);
        server.publishes(FIRST, NEXT);
        soon(() -> believes(curious, BY_NEXT));
        believes(curious, BY_FIRST);
    }

    @Test
    void a_withdrawn_key_is_forgotten_when_the_set_is_due() {
        JwtTenantAuthenticator forgetful = with(FORGETFUL);
        server.publishes(FIRST);
        soon(() -> believes(forgetful, BY_FIRST));
        server.publishes(NEXT);
        soon(() -> refuses(forgetful, BY_FIRST));
    }

    /** As long as it was put back, a key that was withdrawn would be believed, and a new one would be nobody's. */
    @Test
    void a_clock_that_was_put_back_has_the_set_fetched_anew() {
        Instant[] now = {Believer.CLOCK.instant().plus(Duration.ofSeconds(50))};
        JwtTenantAuthenticator sparing =
                JwtTenantAuthenticator.jwks(server.url(), Believer.CLAIMS, () -> now[0], SPARING);
        server.publishes(FIRST);
        believes(sparing, BY_FIRST);
        refuses(sparing, BY_FIRST.head("kid", "made-up"));
        server.publishes(NEXT);
        believes(sparing, BY_FIRST);
        refuses(sparing, BY_NEXT);

        now[0] = Believer.CLOCK.instant();
        refuses(sparing, BY_FIRST);
        believes(sparing, BY_NEXT);
        int asked = server.asked();
        for (int i = 0; i < 100; i++) believes(sparing, BY_NEXT);
        assertThat(server.asked()).as("kept again").isEqualTo(asked);
    }

    @Test
    void tokens_that_name_unknown_keys_cause_no_flood_of_fetches() {
        JwtTenantAuthenticator sparing = with(SPARING);
        server.publishes(FIRST);
        for (int i = 0; i < 100; i++) refuses(sparing, BY_NEXT.head("kid", "made-up-" + i));
        assertThat(server.asked()).isLessThanOrEqualTo(2);
        believes(sparing, BY_FIRST);
    }

    @Test
    void known_keys_go_on_being_used_while_nothing_can_be_fetched() {
        JwtTenantAuthenticator forgetful = with(FORGETFUL);
        server.publishes(FIRST);
        soon(() -> believes(forgetful, BY_FIRST));
        server.answers(500, "");
        int before = server.asked();
        soon(() -> {
            believes(forgetful, BY_FIRST);
            assertThat(server.asked()).isGreaterThan(before);
        });
        believes(forgetful, BY_FIRST);
        refuses(forgetful, BY_FIRST.signed(Signing.rs256(Believer.FOREIGN_RSA)));
    }

    @Test
    void a_key_that_is_not_known_can_not_be_told_while_nothing_can_be_fetched() {
        server.publishes(FIRST);
        believes(curious, BY_FIRST);
        server.answers(500, "");
        canNotTell(curious, BY_NEXT);
        believes(curious, BY_FIRST);
    }

    /** What an answer may be instead of a set of keys. */
    enum Fault {
        GONE(404, ""),
        FAILING(503, "busy"),
        REDIRECTING(302, ""),
        NO_JSON(200, "<html>"),
        NO_SET(200, "{\"a\":1}"),
        EMPTY(200, "{\"keys\":[]}"),
        NESTED(200, "[".repeat(10_000)),
        BROKEN_KEY(200, "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"first\",\"e\":\"AQAB\"}]}"),
        OVERSIZED(200, "{\"keys\":[" + FIRST.toJSONString() + "],\"x\":\"" + "x".repeat(16 * 1024) + "\"}");

        private final int status;
        private final String body;

        Fault(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void an_answer_that_is_no_set_of_keys_is_an_outage_and_heals(Fault fault) {
        server.answers(fault.status, fault.body);
        canNotTell(curious, BY_FIRST);
        server.publishes(FIRST);
        soon(() -> believes(curious, BY_FIRST));
    }

    @Test
    void an_issuer_that_is_not_there_is_an_outage() {
        server.close();
        canNotTell(curious, BY_FIRST);
    }

    @Test
    void an_outage_says_when_to_ask_again() {
        assertThat(ask(curious, BY_FIRST))
                .isInstanceOfSatisfying(
                        Authentication.Unavailable.class,
                        away -> assertThat(away.retryAfter()).isPositive());
    }

    /** One byte at a time, each in time by itself. */
    private void drips(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (!waitForTheEnd(Duration.ofMillis(20))) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
        }
    }

    @Test
    void a_server_that_hangs_or_drips_holds_nobody_for_long() {
        for (HttpHandler slow : List.<HttpHandler>of(this::hangs, this::drips)) {
            server.does(slow);
            JwtTenantAuthenticator asked = with(IMPATIENT);
            long start = System.nanoTime();
            canNotTell(asked, BY_FIRST);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        }
    }
}
