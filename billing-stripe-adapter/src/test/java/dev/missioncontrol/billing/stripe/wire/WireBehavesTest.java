package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void a_change_at_once_changes_what_there_is_and_leaves_what_a_schedule_plans() {
        String id = shop.bought(shop.customer(), WireShop.TEAM, 5);
        PaymentProvider provider =
                StripePaymentProvider.withKey(WireShop.KEY).apiBase(shop.base()).build();
        SubscriptionId subscription = new SubscriptionId(id);
        provider.changeSubscription(
                new SubscriptionChange(
                        subscription,
                        new PriceId(WireShop.TEAM),
                        new PriceId(WireShop.PRO),
                        1,
                        SubscriptionChange.Timing.PERIOD_END),
                "k1");

        JsonNode changed = shop.ok(
                "POST",
                "/v1/subscriptions/" + id,
                "items[0][id]",
                "si_" + id + "_0",
                "items[0][quantity]",
                "8",
                "proration_behavior",
                "always_invoice",
                "payment_behavior",
                "pending_if_incomplete");

        assertThat(changed.at("/items/data/0/quantity").asInt()).isEqualTo(8);
        assertThat(changed.path("schedule").isTextual()).isTrue();
        assertThat(provider.plannedChange(subscription)).isPresent();
        shop.sandbox.advance(Duration.ofDays(32));
        assertThat(shop.ok("GET", "/v1/subscriptions/" + id)
                        .at("/items/data/0/price/id")
                        .asText())
                .isEqualTo(WireShop.PRO);
    }

    @Test
    void a_change_without_prorations_is_charged_for_with_the_next_period() {
        String customer = shop.customer();
        String id = shop.bought(customer, WireShop.TEAM, 2);
        String path = "/v1/subscriptions/" + id;
        String first = shop.ok("GET", path).path("latest_invoice").asText();
        JsonNode changed = shop.ok("POST", path, "items[0][quantity]", "9", "proration_behavior", "none");

        assertThat(changed.at("/items/data/0/quantity").asInt()).isEqualTo(9);
        assertThat(changed.path("latest_invoice").asText()).isEqualTo(first);
        assertThat(shop.ok("GET", "/v1/customers/" + customer).path("balance").asInt())
                .isZero();
        shop.sandbox.advance(Duration.ofDays(32));
        String next = shop.ok("GET", path).path("latest_invoice").asText();
        assertThat(shop.ok("GET", "/v1/invoices/" + next).path("total").asLong())
                .isEqualTo(9 * 1500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_trial_that_is_ended_is_paid_at_once_or_past_due(boolean declined) {
        String customer = shop.customer();
        String session = shop.checkout(customer, WireShop.PRO, 1, "subscription_data[trial_period_days]", "14")
                .path("id")
                .asText();
        String id = shop.sandbox.pay(new CheckoutSessionId(session)).value();
        if (declined) shop.ok("POST", "/_sandbox/customers/" + customer + "/decline");

        JsonNode ended = shop.ok("POST", "/v1/subscriptions/" + id, "trial_end", "now");
        assertThat(ended.path("status").asText()).isEqualTo(declined ? "past_due" : "active");
        JsonNode invoice =
                shop.ok("GET", "/v1/invoices/" + ended.path("latest_invoice").asText());
        assertThat(invoice.path("total").asLong()).isEqualTo(2000);
        assertThat(invoice.path("status").asText()).isEqualTo(declined ? "open" : "paid");
    }

    @ParameterizedTest
    @CsvSource({"'', past_due", "create_invoice, past_due", "pause, paused", "cancel, canceled"})
    void a_trial_that_ends_without_a_card_goes_by_what_its_checkout_said(String said, String status) {
        List<String> trial = new ArrayList<>(List.of("subscription_data[trial_period_days]", "14"));
        if (!said.isEmpty())
            trial.addAll(List.of("subscription_data[trial_settings][end_behavior][missing_payment_method]", said));
        String[] asked = trial.toArray(String[]::new);
        CheckoutSessionId bare = session(shop.checkout(shop.customer(), WireShop.PRO, 1, asked));
        CheckoutSessionId paid = session(shop.checkout(shop.customer(), WireShop.PRO, 1, asked));
        String without = shop.sandbox.startTrialWithoutCard(bare).value();
        String with = shop.sandbox.pay(paid).value();
        shop.sandbox.advance(Duration.ofDays(15));

        assertThat(status(without)).isEqualTo(status);
        assertThat(status(with)).isEqualTo("active");
    }

    private static CheckoutSessionId session(JsonNode json) {
        return new CheckoutSessionId(json.path("id").asText());
    }

    private String status(String subscription) {
        return shop.ok("GET", "/v1/subscriptions/" + subscription)
                .path("status")
                .asText();
    }

    @Test
    void a_trial_ends_when_it_is_told_to() {
        String session = shop.checkout(shop.customer(), WireShop.PRO, 1, "subscription_data[trial_period_days]", "14")
                .path("id")
                .asText();
        String id = shop.sandbox.pay(new CheckoutSessionId(session)).value();
        long end = shop.sandbox.clock().instant().plus(Duration.ofDays(40)).getEpochSecond();

        JsonNode longer = shop.ok("POST", "/v1/subscriptions/" + id, "trial_end", String.valueOf(end));
        assertThat(longer.path("trial_end").asLong()).isEqualTo(end);
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
