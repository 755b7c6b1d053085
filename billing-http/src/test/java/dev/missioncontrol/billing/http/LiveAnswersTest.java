package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is really answered is what the description says: status, type, headers, fields, codes. */
class LiveAnswersTest extends HeldToTheDescription {
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
    void plans_are_public_and_all_are_listed() {
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
    void a_portal_is_for_customers_alone_and_takes_no_fields() {
        assertThat(post("/api/billing/portal", "{}", 409, AUTHORIZATION, MANAGER)
                        .path("code")
                        .textValue())
                .isEqualTo("no_customer");
        subscribe();
        post("/api/billing/portal", "{}", 200, AUTHORIZATION, MANAGER);
        post("/api/billing/portal", "{\"a\":1}", 400, AUTHORIZATION, MANAGER);
    }

    @Test
    void without_the_provider_nothing_is_sold_and_statuses_are_answered() {
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
    void an_event_is_taken_once_and_only_with_its_signature() {
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
    void a_node_says_that_it_lives_and_whether_it_is_ready() {
        get("/health/live", 200);
        get("/health/ready", 200);
        running.ready = false;
        assertThat(get("/health/ready", 503).path("waitsFor").isNull()).isTrue();
    }
}
