package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How Stripe behaves beside what it answers: keys, pages, expansion, limits, time, and what goes wrong on the way. */
class WireBehavesTest {
    private final WireShop shop = new WireShop();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void the_first_answer_to_a_key_is_given_again() {
        HttpResponse<String> first = shop.send("POST", "/v1/customers", "k1", "email", "a@b.example");
        HttpResponse<String> again = shop.send("POST", "/v1/customers", "k1", "email", "a@b.example");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(again.headers().firstValue("Idempotency-Key")).contains("k1");
        assertThat(shop.ok("GET", "/v1/customers").path("data")).hasSize(1);
    }

    @Test
    void other_parameters_under_a_key_are_an_error() {
        shop.send("POST", "/v1/customers", "k1", "email", "a@b.example");

        HttpResponse<String> other = shop.send("POST", "/v1/customers", "k1", "email", "c@d.example");

        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("idempotency_error");
    }

    @Test
    void what_was_refused_by_its_shape_leaves_its_key_free_and_a_failure_of_stripes_is_replayed() {
        assertThat(shop.send("POST", "/v1/customers", "k1", "nonsense", "1").statusCode())
                .isEqualTo(400);
        assertThat(shop.send("POST", "/v1/customers", "k1", "email", "a@b.example")
                        .statusCode())
                .isEqualTo(200);

        shop.wire.faults().answer("POST /v1/customers", 500, 1);
        assertThat(shop.send("POST", "/v1/customers", "k2", "email", "a@b.example")
                        .statusCode())
                .isEqualTo(500);
        assertThat(shop.send("POST", "/v1/customers", "k2", "email", "a@b.example")
                        .statusCode())
                .isEqualTo(500);
        assertThat(shop.send("POST", "/v1/customers", "k3", "email", "a@b.example")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_answer_that_was_lost_is_found_again_under_its_key() {
        shop.wire.faults().next("POST /v1/customers", WireFaults.Kind.LOSE_ANSWER, 1);
        assertThatThrownBy(() -> shop.send("POST", "/v1/customers", "k1", "email", "a@b.example"))
                .isInstanceOf(UncheckedIOException.class);

        HttpResponse<String> found = shop.send("POST", "/v1/customers", "k1", "email", "a@b.example");

        assertThat(found.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(shop.ok("GET", "/v1/customers").path("data")).hasSize(1);
    }

    @Test
    void pages_go_on_after_an_object_and_before_one() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) made.add(0, shop.customer());

        JsonNode first = shop.ok("GET", "/v1/customers", "limit", "2");
        JsonNode next = shop.ok("GET", "/v1/customers", "limit", "2", "starting_after", made.get(1));
        JsonNode last = shop.ok("GET", "/v1/customers", "limit", "2", "starting_after", made.get(3));
        JsonNode back = shop.ok("GET", "/v1/customers", "limit", "2", "ending_before", made.get(3));

        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(ids(next)).isEqualTo(made.subList(2, 4));
        assertThat(ids(last)).isEqualTo(made.subList(4, 5));
        assertThat(last.path("has_more").asBoolean()).isFalse();
        assertThat(ids(back)).isEqualTo(made.subList(1, 3));
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    @Test
    void objects_stand_where_their_ids_would_when_asked_for() {
        String customer = shop.customer();
        String id = shop.bought(customer, WireShop.TEAM, 2);

        JsonNode plain = shop.ok("GET", "/v1/subscriptions/" + id);
        JsonNode expanded = shop.ok(
                "GET",
                "/v1/subscriptions/" + id,
                "expand[]",
                "customer",
                "expand[]",
                "latest_invoice.payments.data.payment.payment_intent",
                "expand[]",
                "schedule");

        assertThat(plain.path("customer").asText()).isEqualTo(customer);
        assertThat(expanded.path("customer").path("object").asText()).isEqualTo("customer");
        assertThat(expanded.at("/latest_invoice/payments/data/0/payment/payment_intent/status")
                        .asText())
                .isEqualTo("succeeded");
        assertThat(expanded.path("schedule").isNull()).isTrue();
        assertThat(shop.refused(400, "GET", "/v1/subscriptions/" + id, "expand[]", "status")
                        .path("param")
                        .asText())
                .isEqualTo("expand");
    }

    @Test
    void metadata_of_any_name_stays_until_it_is_taken_away() {
        String session = shop.checkout(
                        shop.customer(),
                        WireShop.TEAM,
                        2,
                        "metadata[of]",
                        "session",
                        "subscription_data[metadata][campaign]",
                        "spring",
                        "subscription_data[metadata][tenantId]",
                        "acme")
                .path("id")
                .asText();
        String id = shop.ok("POST", "/_sandbox/checkout/" + session + "/pay")
                .path("subscription")
                .asText();

        JsonNode metadata = shop.ok("GET", "/v1/subscriptions/" + id).path("metadata");
        assertThat(metadata.path("campaign").asText()).isEqualTo("spring");
        assertThat(metadata.path("tenantId").asText()).isEqualTo("acme");
        assertThat(metadata.has("of")).isFalse();
        assertThat(shop.ok("GET", "/v1/checkout/sessions/" + session)
                        .at("/metadata/of")
                        .asText())
                .isEqualTo("session");

        JsonNode after = shop.ok("POST", "/v1/subscriptions/" + id, "metadata[campaign]", "", "metadata[seen]", "yes");
        assertThat(after.path("metadata").has("campaign")).isFalse();
        assertThat(after.at("/metadata/seen").asText()).isEqualTo("yes");
    }

    @Test
    void more_than_the_limit_of_requests_is_answered_429() {
        AtomicLong nanos = new AtomicLong();
        try (WireShop slow = new WireShop(25, nanos::get)) {
            for (int i = 0; i < 25; i++) slow.ok("GET", "/v1/prices");
            slow.refused(429, "GET", "/v1/prices");
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            slow.ok("GET", "/v1/prices");
        }
    }

    @Test
    void faults_come_when_they_were_asked_for_and_end() {
        shop.ok("POST", "/_sandbox/faults", "kind", "answer", "status", "503", "times", "2");

        assertThat(shop.refused(503, "GET", "/v1/prices").path("type").asText()).isEqualTo("api_error");
        shop.refused(503, "GET", "/v1/prices");
        shop.ok("GET", "/v1/prices");
        shop.ok("POST", "/_sandbox/faults", "kind", "away");
        shop.refused(503, "GET", "/v1/prices");
        shop.ok("POST", "/_sandbox/faults", "kind", "back");
        shop.ok("GET", "/v1/prices");
    }

    @Test
    void the_date_is_the_sandboxes() {
        shop.ok("POST", "/_sandbox/clock", "advance", "P10D");

        HttpResponse<String> answer = shop.send("GET", "/v1/prices", "");

        assertThat(answer.headers().firstValue("Date")).contains("Wed, 11 Mar 2026 09:00:00 GMT");
    }

    @Test
    void a_life_in_time_goes_by_events_that_can_be_asked_for() {
        String customer = shop.customer();
        String id = shop.bought(customer, WireShop.PRO, 1);
        shop.ok("POST", "/_sandbox/customers/" + customer + "/decline");
        shop.ok("POST", "/_sandbox/clock", "advance", "P50D");

        assertThat(shop.ok("GET", "/v1/subscriptions/" + id).path("status").asText())
                .isEqualTo("canceled");
        JsonNode failed = shop.ok("GET", "/v1/events", "type", "invoice.payment_failed");
        assertThat(failed.path("data")).hasSize(4);
        JsonNode newest = failed.at("/data/0");
        assertThat(newest.at("/data/object/status").asText()).isEqualTo("open");
        assertThat(shop.ok("GET", "/v1/events/" + newest.path("id").asText())).isEqualTo(newest);
        String invoice = newest.at("/data/object/id").asText();
        assertThat(shop.ok("GET", "/v1/invoices/" + invoice).path("number").asText())
                .isNotEmpty();
    }

    @Test
    void what_was_set_up_over_the_wire_can_be_sold() {
        JsonNode price = shop.ok(
                "POST",
                "/v1/prices",
                "currency",
                "eur",
                "unit_amount",
                "900",
                "recurring[interval]",
                "month",
                "product_data[name]",
                "Starter",
                "lookup_key",
                "billing_starter_month");
        String id = price.path("id").asText();

        assertThat(shop.ok("GET", "/v1/prices", "lookup_keys[]", "billing_starter_month")
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(id);
        String subscription = shop.bought(shop.customer(), id, 3);
        JsonNode bought = shop.ok("GET", "/v1/subscriptions/" + subscription, "expand[]", "items.data.price.product");
        assertThat(bought.at("/items/data/0/price/unit_amount").asLong()).isEqualTo(900);
        assertThat(bought.at("/items/data/0/price/product/name").asText()).isEqualTo("Starter");
        assertThat(shop.refused(
                                400,
                                "POST",
                                "/v1/prices",
                                "currency",
                                "eur",
                                "unit_amount",
                                "950",
                                "recurring[interval]",
                                "month",
                                "product",
                                price.path("product").asText(),
                                "lookup_key",
                                "billing_starter_month")
                        .path("message")
                        .asText())
                .contains("already uses that lookup key");
    }
}
