package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is really answered is what the description says: status, type, headers, fields, codes. */
class LiveAnswersTest {
    private static final String AUTHORIZATION = "Authorization";
    private static final String READER = "Bearer acme read";
    private static final String MANAGER = "Bearer acme manage";
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private JsonNode get(String path, int status, String... headers) {
        return Description.held("get", path, status, running.get(path, headers));
    }

    private JsonNode post(String path, String body, int status, String... headers) {
        return Description.held("post", path, status, running.post(path, body, headers));
    }

    private void subscribe() {
        running.sandbox.pay(
                running.billing.startCheckout(ACME, Checkout.of("team").yearly().seats(5)));
        post("/api/billing/sync", "", 200, AUTHORIZATION, READER);
    }

    @Test
    void a_status_with_nothing_and_with_a_subscription() {
        assertThat(get("/api/billing/status", 200, AUTHORIZATION, READER)
                        .path("plan")
                        .textValue())
                .isEqualTo("free");
        subscribe();
        JsonNode status = get("/api/billing/status", 200, AUTHORIZATION, READER);
        assertThat(status.path("plan").textValue()).isEqualTo("team");
        assertThat(status.path("interval").textValue()).isEqualTo("year");
    }

    @Test
    void events_of_all_tenants_for_an_operator_and_for_nobody_else() {
        String operator = "Bearer anybody operator";
        JsonNode none = get("/api/billing/events", 200, AUTHORIZATION, operator);
        assertThat(none.path("events")).isEmpty();
        assertThat(none.path("next").isNull()).isTrue();
        for (String tenant : new String[] {"acme", "globex"}) {
            running.sandbox.pay(running.billing.startCheckout(
                    new TenantId(tenant), dev.missioncontrol.billing.usecase.Checkout.of("pro")));
            running.events.values().forEach(running.billing::accept);
            running.billing.runDue();
        }

        JsonNode first = Description.held(
                "get", "/api/billing/events", 200, running.get("/api/billing/events?limit=1", AUTHORIZATION, operator));
        JsonNode second = Description.held(
                "get",
                "/api/billing/events",
                200,
                running.get("/api/billing/events?after=" + first.path("next").asLong(), AUTHORIZATION, operator));

        assertThat(first.at("/events/0/data/tenant").asText()).isEqualTo("acme");
        assertThat(first.at("/events/0/type").asText()).isEqualTo("subscription_started");
        assertThat(second.at("/events/0/data/tenant").asText()).isEqualTo("globex");
        get("/api/billing/events", 403, AUTHORIZATION, MANAGER);
        get("/api/billing/events", 401);
        Description.held(
                "get",
                "/api/billing/events",
                400,
                running.get("/api/billing/events?after=-1", AUTHORIZATION, operator));
        Description.held(
                "get", "/api/billing/events", 400, running.get("/api/billing/events?limit=x", AUTHORIZATION, operator));
    }

    @Test
    void a_history_with_nothing_and_with_changes_and_of_nobody_else() {
        assertThat(get("/api/billing/history", 200, AUTHORIZATION, READER).path("entries"))
                .isEmpty();
        subscribe();
        JsonNode history = get("/api/billing/history", 200, AUTHORIZATION, READER);
        assertThat(history.path("entries")).hasSize(1);
        JsonNode change = history.path("entries").get(0);
        assertThat(change.path("what").textValue()).isEqualTo("subscription_started");
        assertThat(change.path("before").path("plan").textValue()).isEqualTo("free");
        assertThat(change.path("after").path("seats").intValue()).isEqualTo(5);
        assertThat(history.path("before").isNull()).isTrue();
        assertThat(get("/api/billing/history", 200, AUTHORIZATION, "Bearer globex read")
                        .path("entries"))
                .isEmpty();
        HttpResponse<String> earlier = running.get("/api/billing/history?before=1", AUTHORIZATION, READER);
        assertThat(Description.held("get", "/api/billing/history", 200, earlier).path("entries"))
                .isEmpty();
        HttpResponse<String> malformed = running.get("/api/billing/history?before=x", AUTHORIZATION, READER);
        assertThat(Description.held("get", "/api/billing/history", 400, malformed)
                        .path("code")
                        .textValue())
                .isEqualTo("malformed_position");
    }

    @Test
    void a_history_names_what_of_it_can_not_be_read_by_its_number_and_hides_nothing_else() {
        DamagedStore store = new DamagedStore();
        try (ARunningServer damaged = new ARunningServer(store)) {
            TenantId acme = new TenantId("acme");
            damaged.buy(acme, Checkout.of("team").seats(5));
            damaged.sandbox.cancelNow(damaged.sandbox.subscriptionOf(acme).orElseThrow());
            damaged.billing.sync(acme);
            JsonNode whole = historyOf(damaged);
            assertThat(whole.path("entries")).hasSize(2);
            assertThat(whole.path("unreadable")).isEmpty();
            long bought = damaged.billing
                    .history(acme, OptionalLong.empty())
                    .changes()
                    .get(1)
                    .sequence();
            store.decisions.add(bought);
            JsonNode past = historyOf(damaged);
            assertThat(past.path("entries")).hasSize(1);
            assertThat(past.at("/entries/0")).isEqualTo(whole.at("/entries/0"));
            assertThat(past.path("unreadable")).hasSize(1);
            assertThat(past.at("/unreadable/0").longValue()).isEqualTo(bought);
            assertThat(ABrowser.of(damaged, "acme manage")
                            .go("/billing?show=history")
                            .text())
                    .containsSubsequence("Team ended", "Entry " + bought, "be read, and is left out")
                    .doesNotContain("Bought Team", "lacks plan");
        }
    }

    private static JsonNode historyOf(ARunningServer damaged) {
        return Description.held(
                "get", "/api/billing/history", 200, damaged.get("/api/billing/history", AUTHORIZATION, READER));
    }

    @Test
    void the_plans() {
        assertThat(get("/api/billing/plans", 200).path("plans")).hasSize(3);
    }

    static Stream<Arguments> routesOfTenants() {
        return Stream.of(
                        "get status",
                        "get history",
                        "post checkout",
                        "post portal",
                        "post sync",
                        "post page-sessions",
                        "post subscription/preview",
                        "patch subscription",
                        "put subscription/seats",
                        "post subscription/cancel",
                        "post subscription/resume",
                        "get invoices")
                .map(route -> Arguments.of((Object[]) route.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("routesOfTenants")
    void nobody_gets_anywhere_without_a_token_or_while_none_can_be_checked(String method, String route) {
        String path = "/api/billing/" + route;
        for (String[] headers : new String[][] {{}, {AUTHORIZATION, "Bearer x"}})
            assertThat(asked(method, path, 401, headers).path("code").textValue())
                    .isEqualTo("unauthenticated");
        assertThat(asked(method, path + "?access_token=acme", 401).path("code").textValue())
                .isEqualTo("unauthenticated");
        assertThat(asked(method, path, 503, AUTHORIZATION, "Bearer away")
                        .path("code")
                        .textValue())
                .isEqualTo("identity_unavailable");
    }

    private JsonNode asked(String method, String path, int status, String... headers) {
        HttpResponse<String> answer = method.equals("get")
                ? running.get(path, headers)
                : running.send(method.toUpperCase(java.util.Locale.ROOT), path, "{}", headers);
        return Description.held(method, path.replaceFirst("\\?.*", ""), status, answer);
    }

    @ParameterizedTest
    @MethodSource("routesOfTenants")
    void a_token_without_the_scope_is_not_enough(String method, String route) {
        assertThat(asked(method, "/api/billing/" + route, 403, AUTHORIZATION, "Bearer acme operator")
                        .path("code")
                        .textValue())
                .isEqualTo("missing_scope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"plan\":|malformed_json",
                "[]|malformed_json",
                "{\"plan\":\"pro\",\"tenant\":\"globex\"}|unknown_field",
                "{}|missing_field",
                "{\"plan\":7}|wrong_type",
                "{\"plan\":\"gold\"}|unknown_plan",
                "{\"plan\":\"free\"}|plan_not_sold",
                "{\"plan\":\"pro\",\"interval\":\"week\"}|unknown_interval",
                "{\"plan\":\"team\",\"seats\":1}|seats_out_of_bounds",
            })
    void a_checkout_that_is_not_understood(String body, String code) {
        assertThat(post("/api/billing/checkout", body, 400, AUTHORIZATION, MANAGER)
                        .path("code")
                        .textValue())
                .isEqualTo(code);
    }

    @Test
    void a_checkout_from_beginning_to_end() {
        String body = "{\"plan\":\"team\",\"interval\":\"year\",\"seats\":5}";
        assertThat(post("/api/billing/checkout", body, 200, AUTHORIZATION, MANAGER)
                        .path("url")
                        .textValue())
                .startsWith("https://pay.example/");
        subscribe();
        JsonNode refused = post("/api/billing/checkout", body, 409, AUTHORIZATION, MANAGER);
        assertThat(refused.path("code").textValue()).isEqualTo("already_subscribed");
        JsonNode described = Description.TREE.at(Description.answer("post", "/api/billing/checkout", 409)
                + "/content/application~1problem+json/example");
        assertThat(refused.path("detail")).isEqualTo(described.path("detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/billing/checkout", "/api/billing/email", "/api/billing/promotion"})
    void a_command_too_large_or_of_another_type(String path) {
        post(path, " ".repeat(Command.LARGEST + 1), 413, AUTHORIZATION, MANAGER);
        HttpResponse<String> zipped = running.post(path, "{}", AUTHORIZATION, MANAGER, "Content-Encoding", "gzip");
        Description.held("post", path, 415, zipped);
    }

    @Test
    void a_portal() {
        assertThat(post("/api/billing/portal", "{}", 409, AUTHORIZATION, MANAGER)
                        .path("code")
                        .textValue())
                .isEqualTo("no_customer");
        subscribe();
        post("/api/billing/portal", "{}", 200, AUTHORIZATION, MANAGER);
        post("/api/billing/portal", "{\"a\":1}", 400, AUTHORIZATION, MANAGER);
    }

    @Test
    void the_provider_away() {
        subscribe();
        running.sandbox.goAway();
        post("/api/billing/portal", "", 503, AUTHORIZATION, MANAGER);
        post("/api/billing/checkout", "{\"plan\":\"pro\"}", 503, AUTHORIZATION, "Bearer globex manage");
        get("/api/billing/status", 200, AUTHORIZATION, READER);
        post("/api/billing/sync", "", 200, AUTHORIZATION, READER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/billing/sync", "/api/billing/page-sessions"})
    void a_body_is_read_also_where_none_is_needed(String path) {
        Description.held("post", path, 400, running.post(path, "{\"tenant\":\"globex\"}", AUTHORIZATION, READER));
        Description.held("post", path, 400, running.post(path, "{", AUTHORIZATION, READER));
        Description.held(
                "post",
                path,
                415,
                running.send("POST", path, "a=b", AUTHORIZATION, READER, "Content-Type", "text/plain"));
    }

    @Test
    void an_address_for_the_browser() {
        assertThat(post("/api/billing/page-sessions", "", 201, AUTHORIZATION, READER)
                        .path("url")
                        .textValue())
                .startsWith("https://billing.example/billing/enter?ticket=");
    }

    @Test
    void a_webhook() {
        subscribe();
        String event = running.events.values().iterator().next().id().value();
        String path = "/api/billing/webhook";
        post(path, event, 200, "Stripe-Signature", "right");
        assertThat(post(path, event, 200, "Stripe-Signature", "right")
                        .path("outcome")
                        .textValue())
                .isEqualTo("duplicate");
        assertThat(post(path, event, 400, "Stripe-Signature", "wrong")
                        .path("code")
                        .textValue())
                .isEqualTo("signature_mismatch");
        assertThat(post(path, event, 400).path("code").textValue()).isEqualTo("signature_missing");
        post(path, " ".repeat(Limits.WEBHOOK + 1), 413);
    }

    @Test
    void health() {
        get("/health/live", 200);
        get("/health/ready", 200);
        running.ready = false;
        get("/health/ready", 503);
    }
}
