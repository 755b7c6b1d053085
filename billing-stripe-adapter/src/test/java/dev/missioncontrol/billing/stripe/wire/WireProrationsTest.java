package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a change costs at once, and what it leaves as it is. */
class WireProrationsTest {
    private final WireShop shop = new WireShop();

    @AfterEach
    void close() {
        shop.close();
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
}
