package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who asks too often is told when to come back, and costs nobody else anything. */
class RateLimitTest {
    private static final Set<String> WITHOUT_THE_PROVIDER = Set.of(
            "POST /api/billing/page-sessions",
            "POST /api/billing/webhook",
            "POST /api/billing/sync",
            "PUT /api/billing/subscription/seats",
            "POST /api/billing/console-sessions");
    private static final Set<String> READ_FROM_WHAT_IS_KNOWN = Set.of(
            "GET /api/billing/status",
            "GET /api/billing/entitlements",
            "GET /api/billing/history",
            "GET /api/billing/plans",
            "GET /api/billing/events",
            "GET /api/billing/console/overview",
            "GET /api/billing/console/tenants",
            "GET /api/billing/console/tenant",
            "GET /api/billing/console/events",
            "GET /api/billing/console/event");
    private static final String MANAGER = "Bearer acme manage";
    private static final String READER = "Bearer acme read";

    @Test
    void every_command_that_calls_the_provider_is_bounded_for_each_tenant_apart() {
        try (ARunningServer running = new ARunningServer()) {
            for (String route : running.server.routes()) {
                if (!route.matches("(POST|PATCH|PUT|DELETE) /api/.*") || WITHOUT_THE_PROVIDER.contains(route)) continue;
                boolean asks = route.endsWith("/preview");
                int most = asks ? 30 : 10;
                for (int i = 0; i < most; i++)
                    assertThat(send(running, route, MANAGER).statusCode())
                            .as(route)
                            .isNotEqualTo(429);
                HttpResponse<String> refused = send(running, route, MANAGER);
                assertThat(refused.statusCode()).as(route).isEqualTo(429);
                assertThat(refused.body()).contains("too_many_requests", "requestId");
                assertThat(refused.headers().firstValue("Retry-After")).hasValue(asks ? "2" : "6");
                assertThat(send(running, route, "Bearer globex manage").statusCode())
                        .as("another tenant")
                        .isNotEqualTo(429);
                running.sandbox.advance(Duration.ofSeconds(6));
                assertThat(send(running, route, MANAGER).statusCode()).as(route).isNotEqualTo(429);
                running.sandbox.advance(Duration.ofMinutes(1));
            }
        }
    }

    @Test
    void every_reading_that_asks_the_provider_is_bounded_for_each_tenant_apart() {
        try (ARunningServer running = new ARunningServer()) {
            running.buy(new TenantId("acme"), Checkout.of("pro"));
            int walked = 0;
            for (String route : running.server.routes()) {
                if (!route.startsWith("GET /api/") || READ_FROM_WHAT_IS_KNOWN.contains(route)) continue;
                String path = route.split(" ")[1];
                for (int i = 0; i < 30; i++)
                    assertThat(running.get(path, "Authorization", READER).statusCode())
                            .as(route)
                            .isEqualTo(200);
                HttpResponse<String> refused = running.get(path, "Authorization", READER);
                assertThat(refused.statusCode()).as(route).isEqualTo(429);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
                assertThat(running.get(path, "Authorization", "Bearer globex read")
                                .statusCode())
                        .as("another tenant")
                        .isNotEqualTo(429);
                running.sandbox.advance(Duration.ofMinutes(1));
                walked++;
            }
            assertThat(walked).as("invoices, payment details").isEqualTo(2);
        }
    }

    @Test
    void what_operators_do_in_the_console_is_bounded_for_each_of_them_and_uses_up_no_tenants_share() {
        try (ARunningServer running = new ARunningServer()) {
            running.buy(new TenantId("acme"), Checkout.of("pro"));
            for (int i = 0; i < 11; i++) send(running, "POST /api/billing/portal", MANAGER);
            assertThat(send(running, "POST /api/billing/portal", MANAGER).statusCode())
                    .as("a loop of the tenant's")
                    .isEqualTo(429);

            AnOperator operator = AnOperator.acting(running);
            String token = operator.csrf("/console/tenant?id=acme");
            Map<String, Map<String, String>> forms = Map.of(
                    "/console/refresh", Map.of("csrf", token, "tenant", "acme", "reason", "they loop"),
                    "/console/bind",
                            Map.of("csrf", token, "tenant", "acme", "customer", "cus_none", "reason", "they called"));
            forms.forEach((path, fields) -> {
                for (int i = 0; i < 30; i++)
                    assertThat(operator.form(path, fields).statusCode())
                            .as(path)
                            .isNotEqualTo(429);
                assertThat(operator.form(path, fields).statusCode()).as(path).isEqualTo(429);
                running.sandbox.advance(Duration.ofMinutes(1));
            });
            assertThat(send(running, "POST /api/billing/portal", MANAGER).statusCode())
                    .as("a minute later, whatever the operator did")
                    .isNotEqualTo(429);
        }
    }

    /** With the first of these bodies that the route understands. */
    private static HttpResponse<String> send(ARunningServer running, String route, String token) {
        String[] words = route.split(" ");
        for (String body :
                List.of("{\"plan\":\"pro\"}", "{}", "{\"email\":\"money@acme.example\"}", "{\"code\":\"SPRING\"}")) {
            HttpResponse<String> answer = running.send(words[0], words[1], body, "Authorization", token);
            if (answer.statusCode() != 400) return answer;
        }
        throw new AssertionError("no body that " + route + " understands; add one here");
    }

    @Test
    void addresses_of_the_page_are_bounded_for_each_tenant_apart() {
        try (ARunningServer running = new ARunningServer()) {
            String path = "/api/billing/page-sessions";
            for (int i = 0; i < PageSessions.TICKETS_A_MINUTE; i++)
                assertThat(running.post(path, "", "Authorization", READER).statusCode())
                        .isEqualTo(201);
            HttpResponse<String> refused = running.post(path, "", "Authorization", READER);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("too_many_requests", "requestId");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(running.post(path, "", "Authorization", "Bearer globex read")
                            .statusCode())
                    .as("another tenant")
                    .isEqualTo(201);
            running.sandbox.advance(Duration.ofSeconds(1));
            assertThat(running.post(path, "", "Authorization", READER).statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void what_the_store_is_asked_for_anew_each_time_is_bounded_for_each_tenant_apart() {
        try (ARunningServer running = new ARunningServer()) {
            isBounded(
                    running, "PUT", "/api/billing/subscription/seats", "{\"seats\":3}", ProviderCalls.PUSHES_A_MINUTE);
            isBounded(running, "GET", "/api/billing/history", "", ProviderCalls.HISTORIES_A_MINUTE);
        }
    }

    private static void isBounded(ARunningServer running, String method, String path, String body, int most) {
        for (int i = 0; i < most; i++)
            assertThat(running.send(method, path, body, "Authorization", MANAGER)
                            .statusCode())
                    .as(path)
                    .isNotEqualTo(429);
        HttpResponse<String> refused = running.send(method, path, body, "Authorization", MANAGER);
        assertThat(refused.statusCode()).as(path).isEqualTo(429);
        assertThat(refused.body()).contains("too_many_requests", "requestId");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(running.send(method, path, body, "Authorization", "Bearer globex manage")
                        .statusCode())
                .as("another tenant")
                .isNotEqualTo(429);
        running.sandbox.advance(Duration.ofSeconds(1));
        assertThat(running.send(method, path, body, "Authorization", MANAGER).statusCode())
                .isNotEqualTo(429);
    }

    @Test
    void what_our_own_rules_refuse_is_free() {
        try (ARunningServer running = new ARunningServer()) {
            for (int i = 0; i < 2 * ProviderCalls.A_MINUTE; i++)
                for (String body : List.of("{", "{\"plan\":\"gold\"}"))
                    assertThat(running.post("/api/billing/checkout", body, "Authorization", MANAGER)
                                    .statusCode())
                            .isEqualTo(400);
        }
    }

    @Test
    void a_sync_in_a_loop_is_answered_from_what_is_known() {
        try (ARunningServer running = new ARunningServer()) {
            for (int i = 0; i < 5 * ProviderCalls.A_MINUTE; i++) {
                running.sandbox.advance(Duration.ofSeconds(1));
                assertThat(running.post("/api/billing/sync", "", "Authorization", "Bearer acme read")
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void an_address_whose_guesses_fail_is_slowed_but_never_one_that_is_right() {
        try (ARunningServer running = new ARunningServer()) {
            for (int i = 0; i < Refusals.A_MINUTE; i++)
                assertThat(running.get("/api/billing/status").statusCode()).isEqualTo(401);
            HttpResponse<String> refused = running.get("/api/billing/status");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(running.get("/billing/enter?ticket=x").statusCode()).isEqualTo(429);
            assertThat(running.get("/api/billing/status", "Authorization", "Bearer acme read")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_provider_that_hangs_holds_no_more_than_a_share() {
        ProviderCalls calls = new ProviderCalls(() -> Instant.EPOCH);
        assertThat(nested(calls, 0)).isEqualTo(503);
        TenantId acme = new TenantId("acme");
        int own = calls.ask(acme, () -> calls.ask(acme, () -> status(() -> calls.ask(acme, () -> 200))));
        assertThat(own).isEqualTo(429);
    }

    /** As many tenants as there is room for, each asking while the one before still does. */
    private static int nested(ProviderCalls calls, int depth) {
        TenantId tenant = new TenantId("t" + depth);
        if (depth == ProviderCalls.AT_ONCE) return status(() -> calls.ask(tenant, () -> 200));
        return calls.ask(tenant, () -> nested(calls, depth + 1));
    }

    @Test
    void syncs_of_a_provider_that_hangs_hold_a_share_of_their_own_and_one_of_a_tenant_is_enough() {
        ProviderCalls calls = new ProviderCalls(() -> Instant.EPOCH);
        assertThat(nestedSyncs(calls, 0)).isEqualTo(ProviderCalls.SYNCS_AT_ONCE);
        assertThat(nestedSyncs(calls, 0)).as("once they are over").isEqualTo(ProviderCalls.SYNCS_AT_ONCE);

        TenantId acme = new TenantId("acme");
        int[] asked = {0};
        calls.sync(acme, () -> {
            asked[0]++;
            calls.sync(acme, () -> asked[0]++);
            int own = calls.ask(acme, () -> calls.ask(acme, () -> 200));
            assertThat(own).as("looking keeps nobody from acting").isEqualTo(200);
        });
        assertThat(asked[0]).isEqualTo(1);
    }

    /** How many syncs ask while those before still do, of more tenants than may. */
    private static int nestedSyncs(ProviderCalls calls, int depth) {
        if (depth > 2 * ProviderCalls.SYNCS_AT_ONCE) return 0;
        int[] asked = {0};
        calls.sync(new TenantId("t" + depth), () -> asked[0] = 1 + nestedSyncs(calls, depth + 1));
        return asked[0];
    }

    private static int status(Runnable asked) {
        return catchThrowableOfType(Problem.class, asked::run).status;
    }

    @Test
    void who_has_all_of_it_again_is_forgotten() {
        Instant[] now = {Instant.EPOCH};
        Allowances two = new Allowances(2, Duration.ofMinutes(1), () -> now[0]);
        for (int i = 0; i < 100; i++) two.take("stranger " + i);
        now[0] = now[0].plusSeconds(30);
        two.take("a");
        assertThat(two.remembered()).isEqualTo(101);
        now[0] = now[0].plusSeconds(30);
        two.take("a");
        assertThat(two.remembered()).isEqualTo(1);
        assertThat(two.take("a")).as("its own are counted still").isZero();
        assertThat(two.take("a")).isPositive();
    }

    @Test
    void a_clock_that_is_set_back_gives_nothing_back() {
        Instant[] now = {Instant.EPOCH};
        Allowances one = new Allowances(1, Duration.ofMinutes(1), () -> now[0]);
        assertThat(one.take("a")).isZero();
        now[0] = now[0].minusSeconds(3600);
        assertThat(one.take("a")).isEqualTo(Duration.ofMinutes(1));
        now[0] = now[0].plusSeconds(60);
        assertThat(one.take("a")).isZero();
    }
}
