package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Stripe takes and the sandbox does not serve is refused, wherever it stands, and nothing is done. */
class WireNeverIgnoresTest {
    private final WireShop shop = new WireShop();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void what_stripe_takes_and_the_sandbox_does_not_serve_is_never_ignored() {
        JsonNode error = shop.refused(400, "POST", "/v1/customers", "tax_exempt", "exempt");

        assertThat(error.path("message").asText()).contains("does not serve the parameter tax_exempt");
        assertThat(shop.refused(404, "GET", "/v1/charges").path("message").asText())
                .startsWith("Unrecognized request URL (GET: /v1/charges)");
    }

    @ParameterizedTest
    @CsvSource({
        "subscription_data[billing_cycle_anchor], 1793000000",
        "subscription_data[description], Team",
        "line_items[0][adjustable_quantity][enabled], true",
        "customer_update[shipping], auto"
    })
    void what_is_inside_another_parameter_is_never_ignored_either(String name, String value) {
        String customer = shop.customer();
        JsonNode error = shop.refused(
                400,
                "POST",
                "/v1/checkout/sessions",
                "mode",
                "subscription",
                "customer",
                customer,
                "line_items[0][price]",
                WireShop.PRO,
                "success_url",
                "https://app.example/ok",
                name,
                value);
        assertThat(error.path("param").asText()).isEqualTo(name.replace("[enabled]", ""));
        assertThat(error.path("message").asText()).contains("does not serve the parameter");
        assertThat(shop.ok("GET", "/v1/checkout/sessions").path("data")).isEmpty();
    }

    @Test
    void a_place_in_a_list_is_named_as_it_was_sent() {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);
        JsonNode error = shop.refused(
                400, "POST", "/v1/subscriptions/" + id, "items[0][quantity]", "3", "items[0][deleted]", "false");
        assertThat(error.path("param").asText()).isEqualTo("items[0][deleted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "create_prorations"})
    void a_change_that_stripe_would_charge_for_with_the_next_invoice(String prorations) {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);
        List<String> order = new ArrayList<>(List.of("items[0][quantity]", "5", "metadata[seats]", "5"));
        if (!prorations.isEmpty()) order.addAll(List.of("proration_behavior", prorations));
        JsonNode error = shop.refused(400, "POST", "/v1/subscriptions/" + id, order.toArray(String[]::new));
        assertThat(error.path("param").asText()).isEqualTo("proration_behavior");

        JsonNode after = shop.ok("GET", "/v1/subscriptions/" + id);
        assertThat(after.at("/items/data/0/quantity").asInt()).isEqualTo(2);
        assertThat(after.path("metadata").has("seats")).as("nothing is done").isFalse();
        assertThat(shop.refused(
                                400,
                                "POST",
                                "/v1/invoices/create_preview",
                                "subscription",
                                id,
                                "subscription_details[items][0][quantity]",
                                "5")
                        .path("param")
                        .asText())
                .isEqualTo("subscription_details[proration_behavior]");
    }

    @ParameterizedTest
    @CsvSource({"items[0][quantity], 5, 10", "items[0][price], price_team_yearly, 31"})
    void an_end_that_is_not_that_of_its_period_beside_a_change(String name, String value, long days) {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);
        String path = "/v1/subscriptions/" + id;
        JsonNode before = shop.ok("GET", path);
        Instant end = Instant.parse("2026-03-01T09:00:00Z").plus(Duration.ofDays(days));
        assertThat(shop.refused(
                                400,
                                "POST",
                                path,
                                name,
                                value,
                                "proration_behavior",
                                "always_invoice",
                                "metadata[a]",
                                "b",
                                "cancel_at",
                                String.valueOf(end.getEpochSecond()))
                        .path("param")
                        .asText())
                .isEqualTo("cancel_at");
        assertThat(shop.ok("GET", path)).as("nothing is done").isEqualTo(before);
    }

    @Test
    void another_interval_without_giving_back_what_is_unused() {
        String id = shop.bought(shop.customer(), WireShop.PRO, 1);
        String[] yearly = {"items[0][price]", "price_pro_yearly", "proration_behavior", "none"};
        assertThat(shop.refused(400, "POST", "/v1/subscriptions/" + id, yearly)
                        .path("param")
                        .asText())
                .isEqualTo("proration_behavior");
        shop.ok("POST", "/v1/subscriptions/" + id, "items[0][price]", "price_pro_yearly");
    }

    @Test
    void ways_of_paying_resuming_and_ending_that_the_sandbox_has_not() {
        String customer = shop.customer();
        String id = shop.bought(customer, WireShop.TEAM, 2);
        String path = "/v1/subscriptions/" + id;
        assertThat(shop.refused(
                                400,
                                "POST",
                                path,
                                "items[0][quantity]",
                                "5",
                                "proration_behavior",
                                "always_invoice",
                                "payment_behavior",
                                "default_incomplete")
                        .path("param")
                        .asText())
                .isEqualTo("payment_behavior");
        String schedule = shop.ok("POST", "/v1/subscription_schedules", "from_subscription", id)
                .path("id")
                .asText();
        assertThat(shop.refused(400, "POST", "/v1/subscription_schedules/" + schedule, "end_behavior", "cancel")
                        .path("param")
                        .asText())
                .isEqualTo("end_behavior");
        shop.ok("POST", "/_sandbox/subscriptions/" + id + "/pause");
        assertThat(shop.refused(400, "POST", path + "/resume", "billing_cycle_anchor", "unchanged")
                        .path("param")
                        .asText())
                .isEqualTo("billing_cycle_anchor");
    }

    @ParameterizedTest
    @CsvSource({
        "proration_behavior, always_invoice",
        "phases[0][end_date], 1773000000",
        "phases[0][trial_end], 1773000000",
        "phases[1][trial_end], now"
    })
    void what_schedules_do_not_follow(String name, String value) {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);
        String path = "/v1/subscription_schedules/"
                + shop.ok("POST", "/v1/subscription_schedules", "from_subscription", id)
                        .path("id")
                        .asText();
        JsonNode before = shop.ok("GET", path);
        Map<String, String> plan = new LinkedHashMap<>(Map.of(
                "phases[0][items][0][price]",
                WireShop.TEAM,
                "phases[0][items][0][quantity]",
                "2",
                "phases[0][end_date]",
                before.at("/phases/0/end_date").asText(),
                "phases[1][items][0][price]",
                WireShop.PRO,
                "phases[1][duration][interval]",
                "day",
                "proration_behavior",
                "none"));
        Map<String, String> other = new LinkedHashMap<>(plan);
        other.put(name, value);

        assertThat(shop.refused(400, "POST", path, inTurn(other)).path("param").asText())
                .isEqualTo(name);
        assertThat(shop.ok("GET", path)).as("nothing is done").isEqualTo(before);
        shop.ok("POST", path, inTurn(plan));
    }

    private static String[] inTurn(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
                .toArray(String[]::new);
    }

    @Test
    void a_preview_of_the_end_of_a_trial_that_there_is_not() {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);
        assertThat(shop.refused(
                                400,
                                "POST",
                                "/v1/invoices/create_preview",
                                "subscription",
                                id,
                                "subscription_details[trial_end]",
                                "1773000000")
                        .path("param")
                        .asText())
                .isEqualTo("subscription_details[trial_end]");
    }
}
