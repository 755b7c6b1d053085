package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A count of seats that took somebody's downgrade for a moment and was stopped before it planned it again. */
class StoppedCountTest {
    private final WireShop shop = new WireShop();
    private final PaymentProvider provider = StripePaymentProvider.withKey(WireShop.KEY)
            .apiBase(shop.base())
            .maxNetworkRetries(0)
            .build();
    private final SubscriptionId id = new SubscriptionId(shop.bought(shop.customer(), WireShop.TEAM, 5));

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_failure_that_stripe_keeps_under_its_key_costs_nobody_the_downgrade() {
        provider.changeSubscription(change(WireShop.PRO, 1, Timing.PERIOD_END), "k1");
        String schedule = "/v1/subscription_schedules/"
                + shop.ok("GET", "/v1/subscriptions/" + id).path("schedule").asText();
        shop.ok("POST", schedule, "metadata[billingGivenUpFor]", "k2", "metadata[billingGivenUpForCount]", "k2");
        shop.ok("POST", schedule + "/release");
        shop.wire.faults().answer("POST /v1/subscription_schedules", 500, 1);
        assertThatThrownBy(this::count).isInstanceOf(ProviderException.class);

        assertThat(reason(count())).as("the same failure").isEqualTo(Reason.UNDER_WAY);
        shop.sandbox.advance(Duration.ofSeconds(1));
        assertThat(reason(count())).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(provider.plannedChange(id)).map(PlannedChange::price).contains(new PriceId(WireShop.PRO));
        assertThat(shop.sandbox.subscription(id).orElseThrow().quantity()).isEqualTo(5);
    }

    private ChangeResult count() {
        return provider.changeSubscription(change(WireShop.TEAM, 8, Timing.NOW).keepingPlanned(), "k2");
    }

    private static Reason reason(ChangeResult result) {
        return ((ChangeResult.Rejected) result).reason();
    }

    private SubscriptionChange change(String price, long seats, Timing when) {
        return new SubscriptionChange(id, new PriceId(WireShop.TEAM), new PriceId(price), seats, when);
    }
}
