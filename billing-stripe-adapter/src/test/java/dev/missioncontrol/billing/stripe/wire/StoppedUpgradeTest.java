package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.CustomerId;
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
        giveWay();
        assertThat(provider.plannedChange(id)).isEmpty();

        shop.sandbox.declinePayments(new CustomerId(customer));
        for (int i = 0; i < 2; i++) {
            assertThat(provider.changeSubscription(change(WireShop.TEAM, 9, Timing.NOW), "k2"))
                    .isInstanceOf(ChangeResult.Declined.class);
            assertThat(provider.plannedChange(id)).map(PlannedChange::price).contains(new PriceId(WireShop.PRO));
        }
    }

    @Test
    void
            killed_after_the_release_and_never_asked_for_again_it_gives_back_the_downgrade_once_nothing_can_be_under_way() {
        provider.changeSubscription(change(WireShop.PRO, 1, Timing.PERIOD_END), "k1");
        // The invoice of what it was bought with is older than the release.
        shop.sandbox.advance(Duration.ofMinutes(1));
        giveWay();

        assertThat(((ChangeResult.Rejected) provider.restorePlannedChange(id, "k3")).reason())
                .isEqualTo(Reason.UNDER_WAY);
        shop.sandbox.advance(Duration.ofMinutes(5));
        assertThat(provider.restorePlannedChange(id, "k4")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(provider.plannedChange(id)).map(PlannedChange::price).contains(new PriceId(WireShop.PRO));
    }

    @Test
    void made_though_its_answer_could_not_be_read_it_is_not_taken_back() {
        provider.changeSubscription(change(WireShop.PRO, 1, Timing.PERIOD_END), "k1");
        shop.wire.faults().next("POST /v1/subscriptions/", WireFaults.Kind.GARBLE, 1);
        assertThatThrownBy(() -> provider.changeSubscription(change(WireShop.TEAM, 9, Timing.NOW), "k2"))
                .isInstanceOf(ProviderException.class);

        assertThat(provider.restorePlannedChange(id, "k3")).isEqualTo(new ChangeResult.Applied());
        shop.sandbox.advance(Duration.ofMinutes(10));
        assertThat(provider.restorePlannedChange(id, "k4")).isEqualTo(new ChangeResult.Applied());
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    private void giveWay() {
        String schedule = "/v1/subscription_schedules/"
                + shop.ok("GET", "/v1/subscriptions/" + id).path("schedule").asText();
        shop.ok("POST", schedule, "metadata[billingGivenUpFor]", "k2");
        shop.ok("POST", schedule + "/release");
    }

    private SubscriptionChange change(String price, long seats, Timing when) {
        return new SubscriptionChange(id, new PriceId(WireShop.TEAM), new PriceId(price), seats, when);
    }
}
