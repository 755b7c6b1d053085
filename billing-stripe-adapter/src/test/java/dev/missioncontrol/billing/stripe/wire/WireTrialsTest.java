package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials as Stripe ends them: at once, when it is told to, and as the checkout said of who has no card by then. */
class WireTrialsTest {
    private final WireShop shop = new WireShop();

    @AfterEach
    void close() {
        shop.close();
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
}
