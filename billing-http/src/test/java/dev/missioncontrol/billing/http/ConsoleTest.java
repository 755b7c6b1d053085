package dev.missioncontrol.billing.http;

import static dev.missioncontrol.billing.http.AnOperator.ACT;
import static dev.missioncontrol.billing.http.AnOperator.ACTOR;
import static dev.missioncontrol.billing.http.AnOperator.READER;
import static dev.missioncontrol.billing.http.AnOperator.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in to the operator's console, for how long, and who may act there. */
class ConsoleTest {
    private ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void it_is_not_there_unless_it_is_turned_on() {
        restart(ConsoleMode.OFF);
        assertThat(running.server.routes()).noneMatch(route -> route.contains("console"));
        assertThat(running.get("/console").statusCode()).isEqualTo(404);
        assertThat(running.post(SESSIONS, "", "Authorization", ACTOR).statusCode())
                .isEqualTo(404);
        assertThat(running.get("/api/billing/console/overview", "Authorization", ACTOR)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "manage", "operator"})
    void no_other_scope_opens_it(String scope) {
        String token = "Bearer acme " + scope;
        Description.held("post", SESSIONS, 403, running.post(SESSIONS, "", "Authorization", token));
        for (String view : List.of("overview", "tenants", "tenant", "events", "event")) {
            String path = "/api/billing/console/" + view;
            Description.held("get", path, 403, running.get(path, "Authorization", token));
            Description.held("get", path, 401, running.get(path));
        }
    }

    @Test
    void the_consoles_scopes_open_nothing_of_a_tenant() {
        for (String token : List.of(READER, ACTOR))
            assertThat(running.get("/api/billing/status", "Authorization", token)
                            .statusCode())
                    .isEqualTo(403);
    }

    @Test
    void the_url_works_once_and_for_a_minute() {
        String address = AnOperator.address(running, READER, "");
        assertThat(running.get(address).statusCode()).isEqualTo(303);
        assertThat(running.get(address).statusCode()).isEqualTo(403);
        String late = AnOperator.address(running, READER, "");
        running.sandbox.advance(Sessions.TICKET_LASTS);
        assertThat(running.get(late).statusCode()).isEqualTo(403);
    }

    @Test
    void a_browser_stays_signed_in_for_twenty_minutes_and_until_it_signs_out() {
        AnOperator operator = AnOperator.looking(running, READER);
        String token = operator.csrf("/console");
        running.sandbox.advance(ConsoleSessions.LASTS.minusSeconds(1));
        assertThat(operator.page("/console").statusCode()).isEqualTo(200);
        running.sandbox.advance(Duration.ofSeconds(1));
        assertThat(operator.page("/console").statusCode()).isEqualTo(401);
        AnOperator other = AnOperator.looking(running, READER);
        assertThat(other.form("/console/leave", Map.of("csrf", token)).statusCode())
                .isEqualTo(403);
        other.form("/console/leave", Map.of("csrf", other.csrf("/console")));
        assertThat(other.page("/console").statusCode()).isEqualTo(401);
    }

    @Test
    void the_billing_pages_cookie_is_none_of_the_consoles() {
        String cookie = AnOperator.looking(running, READER).cookie();
        String renamed = "__Host-billing=" + cookie.substring(cookie.indexOf('=') + 1);
        assertThat(page("/billing", renamed).statusCode()).isNotEqualTo(200);
        assertThat(page("/console/tenants", renamed).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> page(String path, String cookie) {
        return running.get(path, "Cookie", cookie, "Accept", "text/html");
    }

    @Test
    void acting_needs_the_scope_and_the_mode() {
        assertThat(Description.held("post", SESSIONS, 403, running.post(SESSIONS, ACT, "Authorization", READER))
                        .path("code")
                        .textValue())
                .isEqualTo("missing_scope");
        restart(ConsoleMode.READ);
        assertThat(Description.held("post", SESSIONS, 403, running.post(SESSIONS, ACT, "Authorization", ACTOR))
                        .path("code")
                        .textValue())
                .isEqualTo("console_read_only");
        AnOperator.looking(running, ACTOR);
        Description.held("post", SESSIONS, 400, running.post(SESSIONS, "{\"act\":1}", "Authorization", ACTOR));
        Description.held("post", SESSIONS, 400, running.post(SESSIONS, "{\"who\":\"me\"}", "Authorization", ACTOR));
    }

    private void restart(ConsoleMode mode) {
        running.close();
        running = new ARunningServer(URI.create("https://billing.example"), mode);
    }
}
