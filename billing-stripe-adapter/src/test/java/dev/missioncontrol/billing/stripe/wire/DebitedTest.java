package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who paid by bank debit, as it is on the wire: nothing more at once before a card takes its place. */
class DebitedTest {
    private final WireShop shop = new WireShop();
    private final PaymentProvider provider =
            StripePaymentProvider.withKey(WireShop.KEY).apiBase(shop.base()).build();
    private final String customer = shop.customer();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_bank_debit_buys_nothing_more_until_a_card_takes_its_place() {
        SubscriptionId id = shop.sandbox.payLater(new CheckoutSessionId(
                shop.checkout(customer, WireShop.TEAM, 5).path("id").asText()));
        shop.sandbox.settleDelayedPayment(id, true);
        assertThat(provider.paymentDetails(new CustomerId(customer), Optional.of(id))
                        .method()
                        .map(PaymentMethod::type))
                .contains("sepa_debit");
        assertThat(provider.changeSubscription(seats(id, 8, Timing.NOW), "k1"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.PAID_BY_DEBIT));
        assertThat(provider.changeSubscription(seats(id, 3, Timing.PERIOD_END), "k2"))
                .isInstanceOf(ChangeResult.Scheduled.class);
        shop.sandbox.acceptPayments(new CustomerId(customer));
        assertThat(provider.changeSubscription(seats(id, 8, Timing.NOW), "k3")).isEqualTo(new ChangeResult.Applied());
    }

    @Test
    void what_a_debit_never_paid_for_is_active_until_it_fails_and_then_its_invoices_say_so() {
        String session = shop.checkout(customer, WireShop.TEAM, 5).path("id").asText();
        SubscriptionId id = new SubscriptionId(shop.ok("POST", "/_sandbox/checkout/" + session + "/pay_later")
                .path("subscription")
                .asText());
        assertThat(fetched(id).status()).isEqualTo("active");
        shop.ok("POST", "/_sandbox/subscriptions/" + id + "/payment_fails");
        assertThat(fetched(id).status()).isEqualTo("past_due");
        assertThat(fetched(id).arrears().orElseThrow().neverPaid()).isTrue();
    }

    @Test
    void a_debit_can_be_waited_for() {
        String session = shop.checkout(customer, WireShop.TEAM, 5).path("id").asText();
        String path = "/_sandbox/checkout/" + session + "/pay_later";
        assertThat(shop.refused(400, "POST", path, "status", "paused")
                        .path("param")
                        .asText())
                .isEqualTo("status");
        SubscriptionId id = new SubscriptionId(shop.ok("POST", path, "status", "incomplete")
                .path("subscription")
                .asText());
        assertThat(fetched(id).status()).isEqualTo("incomplete");
    }

    private SubscriptionSnapshot fetched(SubscriptionId id) {
        return ((FetchedSubscription.Found) provider.fetchSubscription(id)).snapshot();
    }

    private static SubscriptionChange seats(SubscriptionId id, long seats, Timing when) {
        PriceId team = new PriceId(WireShop.TEAM);
        return new SubscriptionChange(id, team, team, seats, when);
    }
}
