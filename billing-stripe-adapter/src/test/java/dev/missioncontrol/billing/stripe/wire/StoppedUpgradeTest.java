package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upgrade whose process was killed between two of its calls, and that is asked for again. */
class StoppedUpgradeTest {
    private final WireShop shop = new WireShop();
    private final PaymentProvider provider = StripePaymentProvider.withKey(WireShop.KEY)
            .apiBase(shop.base())
            .maxNetworkRetries(0)
            .build();
    private final String customer = shop.customer();
    private final SubscriptionId id = new SubscriptionId(shop.bought(customer, WireShop.TEAM, 5));

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void killed_after_the_release_it_leaves_the_downgrade_planned_if_it_is_declined_then() {
        provider.changeSubscription(change(WireShop.PRO, 1, Timing.PERIOD_END), "k1");
        String schedule = "/v1/subscription_schedules/"
                + shop.ok("GET", "/v1/subscriptions/" + id).path("schedule").asText();
        shop.ok("POST", schedule, "metadata[billingGivenUpFor]", "k2");
        shop.ok("POST", schedule + "/release");
        assertThat(provider.plannedChange(id)).isEmpty();

        shop.sandbox.declinePayments(new CustomerId(customer));
        for (int i = 0; i < 2; i++) {
            assertThat(provider.changeSubscription(change(WireShop.TEAM, 9, Timing.NOW), "k2"))
                    .isInstanceOf(ChangeResult.Declined.class);
            assertThat(provider.plannedChange(id)).map(PlannedChange::price).contains(new PriceId(WireShop.PRO));
        }
    }

    private SubscriptionChange change(String price, long seats, Timing when) {
        return new SubscriptionChange(id, new PriceId(WireShop.TEAM), new PriceId(price), seats, when);
    }
}
