package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Stripe refuses, by shape and by meaning, in its own words for programs. */
class WireRefusesTest {
    private final WireShop shop = new WireShop();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_parameter_that_stripe_does_not_have() {
        JsonNode error = shop.refused(400, "POST", "/v1/customers", "emial", "a@b.example");

        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo("parameter_unknown");
        assertThat(error.path("param").asText()).isEqualTo("emial");
        assertThat(error.path("message").asText()).isEqualTo("Received unknown parameter: emial");
    }

    @Test
    void a_parameter_that_stripe_does_not_have_inside_another_one() {
        JsonNode error = shop.refused(
                400, "POST", "/v1/subscriptions/sub_x", "items[0][prize]", "price_1", "items[0][id]", "si_1");

        assertThat(error.path("code").asText()).isEqualTo("parameter_unknown");
        assertThat(error.path("param").asText()).isEqualTo("items[0][prize]");
    }

    @Test
    void an_address_that_can_be_none_and_the_customer_with_it() {
        JsonNode error = shop.refused(400, "POST", "/v1/customers", "email", "ann@intranet");

        assertThat(error.path("code").asText()).isEqualTo("email_invalid");
        assertThat(error.path("param").asText()).isEqualTo("email");
        assertThat(shop.ok("GET", "/v1/customers").path("data")).isEmpty();
    }

    @Test
    void a_parameter_that_is_missing() {
        JsonNode error = shop.refused(400, "GET", "/v1/subscription_items");

        assertThat(error.path("code").asText()).isEqualTo("parameter_missing");
        assertThat(error.path("param").asText()).isEqualTo("subscription");
    }

    @Test
    void words_numbers_and_texts_that_are_none() {
        assertThat(shop.refused(400, "POST", "/v1/checkout/sessions", "mode", "sale")
                        .path("message")
                        .asText())
                .startsWith("Invalid mode: must be one of ");
        assertThat(shop.refused(400, "GET", "/v1/customers", "limit", "ten")
                        .path("code")
                        .asText())
                .isEqualTo("parameter_invalid_integer");
        assertThat(shop.refused(400, "POST", "/v1/checkout/sessions", "customer", "")
                        .path("code")
                        .asText())
                .isEqualTo("parameter_invalid_empty");
        assertThat(shop.refused(400, "GET", "/v1/customers", "limit", "101")
                        .path("param")
                        .asText())
                .isEqualTo("limit");
    }

    @Test
    void objects_that_are_not_there() {
        JsonNode byPath = shop.refused(404, "GET", "/v1/subscriptions/sub_none");
        JsonNode byParameter = shop.refused(400, "GET", "/v1/subscriptions", "customer", "cus_none");

        assertThat(byPath.path("code").asText()).isEqualTo("resource_missing");
        assertThat(byPath.path("param").asText()).isEqualTo("id");
        assertThat(byPath.path("message").asText()).isEqualTo("No such subscription: 'sub_none'");
        assertThat(byParameter.path("code").asText()).isEqualTo("resource_missing");
        assertThat(byParameter.path("param").asText()).isEqualTo("customer");
    }

    @Test
    void a_customer_that_was_deleted_is_answered_but_sold_nothing() {
        String customer = shop.customer();
        assertThat(shop.ok("DELETE", "/v1/customers/" + customer)
                        .path("deleted")
                        .asBoolean())
                .isTrue();

        assertThat(shop.ok("GET", "/v1/customers/" + customer).path("deleted").asBoolean())
                .isTrue();
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
                "https://app.example/ok");
        assertThat(error.path("code").asText()).isEqualTo("resource_missing");
        assertThat(error.path("param").asText()).isEqualTo("customer");
    }

    @Test
    void both_ways_of_canceling_in_one_call() {
        String id = shop.bought(shop.customer(), WireShop.PRO, 1);

        JsonNode error =
                shop.refused(400, "POST", "/v1/subscriptions/" + id, "cancel_at", "", "cancel_at_period_end", "false");

        assertThat(error.path("code").asText()).isEqualTo("parameters_exclusive");
    }

    @Test
    void a_change_of_the_cancellation_under_a_schedule() {
        String id = shop.bought(shop.customer(), WireShop.PRO, 1);
        String schedule = shop.ok("POST", "/v1/subscription_schedules", "from_subscription", id)
                .path("id")
                .asText();

        JsonNode error = shop.refused(400, "POST", "/v1/subscriptions/" + id, "cancel_at_period_end", "true");

        assertThat(error.path("message").asText()).contains("managed by the subscription schedule `" + schedule);
        shop.ok("POST", "/v1/subscription_schedules/" + schedule + "/release");
        shop.ok("POST", "/v1/subscriptions/" + id, "cancel_at_period_end", "true");
        assertThat(shop.refused(400, "POST", "/v1/subscription_schedules/" + schedule + "/release")
                        .path("message")
                        .asText())
                .contains("`released`");
    }

    @Test
    void tax_without_an_address() {
        String customer = shop.customer();
        String[] order = {
            "mode", "subscription",
            "customer", customer,
            "line_items[0][price]", WireShop.PRO,
            "success_url", "https://app.example/ok",
            "automatic_tax[enabled]", "true"
        };

        assertThat(shop.refused(400, "POST", "/v1/checkout/sessions", order)
                        .path("code")
                        .asText())
                .isEqualTo("customer_tax_location_invalid");
        shop.ok("POST", "/v1/customers/" + customer, "address[country]", "DE", "address[postal_code]", "10115");
        shop.ok("POST", "/v1/checkout/sessions", order);
    }

    @Test
    void a_tax_number_where_the_name_that_goes_with_it_may_not_be_kept() {
        String[] order = {
            "mode", "subscription",
            "customer", shop.customer(),
            "line_items[0][price]", WireShop.PRO,
            "success_url", "https://app.example/ok",
            "tax_id_collection[enabled]", "true",
            "customer_update[name]", "never"
        };
        assertThat(shop.refused(400, "POST", "/v1/checkout/sessions", order)
                        .path("message")
                        .asText())
                .contains("customer_update[name]");
        order[order.length - 1] = "auto";
        assertThat(shop.ok("POST", "/v1/checkout/sessions", order)
                        .at("/tax_id_collection/enabled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_coupon_that_is_gone() {
        JsonNode error = shop.refused(
                400,
                "POST",
                "/v1/checkout/sessions",
                "mode",
                "subscription",
                "customer",
                shop.customer(),
                "line_items[0][price]",
                WireShop.PRO,
                "success_url",
                "https://app.example/ok",
                "discounts[0][coupon]",
                "SPRING");

        assertThat(error.path("message").asText()).isEqualTo("No such coupon: 'SPRING'");
        assertThat(error.path("code").asText()).isEqualTo("resource_missing");
    }

    @Test
    void a_session_that_is_complete_is_not_ended_and_not_paid_again() {
        String session =
                shop.checkout(shop.customer(), WireShop.PRO, 1).path("id").asText();
        shop.ok("POST", "/_sandbox/checkout/" + session + "/pay");

        assertThat(shop.refused(400, "POST", "/v1/checkout/sessions/" + session + "/expire")
                        .path("message")
                        .asText())
                .contains("has a status of `complete`");
        assertThat(shop.refused(400, "POST", "/_sandbox/checkout/" + session + "/pay")
                        .path("message")
                        .asText())
                .contains("not open");
        assertThat(shop.sandbox
                        .session(new CheckoutSessionId(session))
                        .orElseThrow()
                        .subscription())
                .isPresent();
    }

    @Test
    void an_end_of_what_has_ended() {
        String id = shop.bought(shop.customer(), WireShop.PRO, 1);
        shop.ok("DELETE", "/v1/subscriptions/" + id);

        assertThat(shop.refused(404, "DELETE", "/v1/subscriptions/" + id)
                        .path("code")
                        .asText())
                .isEqualTo("resource_missing");
        assertThat(shop.refused(400, "POST", "/v1/subscriptions/" + id, "cancel_at_period_end", "true")
                        .path("message")
                        .asText())
                .startsWith("A canceled subscription can only update");
    }

    @Test
    void a_change_once_paid_together_with_what_stripe_does_not_take_then() {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);

        JsonNode error = shop.refused(
                400,
                "POST",
                "/v1/subscriptions/" + id,
                "items[0][id]",
                "si_" + id + "_0",
                "items[0][quantity]",
                "5",
                "payment_behavior",
                "pending_if_incomplete",
                "metadata[a]",
                "b");

        assertThat(error.path("message").asText()).contains("pending_if_incomplete");
    }

    @Test
    void a_payment_that_is_declined() {
        String customer = shop.customer();
        String id = shop.bought(customer, WireShop.TEAM, 2);
        shop.ok("POST", "/_sandbox/customers/" + customer + "/decline");

        JsonNode error = shop.refused(
                402,
                "POST",
                "/v1/subscriptions/" + id,
                "items[0][quantity]",
                "5",
                "proration_behavior",
                "always_invoice",
                "payment_behavior",
                "error_if_incomplete");

        assertThat(error.path("type").asText()).isEqualTo("card_error");
        assertThat(error.path("code").asText()).isEqualTo("card_declined");
    }

    @Test
    void nobody_and_a_live_key() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest nobody =
                HttpRequest.newBuilder(shop.base().resolve("/v1/customers")).build();
        HttpRequest live = HttpRequest.newBuilder(shop.base().resolve("/v1/customers"))
                .header("Authorization", "Bearer " + "sk_" + "live_0123456789abcdef")
                .build();

        assertThat(http.send(nobody, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        HttpResponse<String> refused = http.send(live, HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("Invalid API Key provided").doesNotContain("0123456789abcdef");
    }
}
