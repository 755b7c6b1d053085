package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.APPLIED;
import static dev.missioncontrol.billing.ChangingShop.FEB_1;
import static dev.missioncontrol.billing.ChangingShop.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a subscription ends, is taken back and goes on after a pause. */
class CancelAndResumeTest {
    private final ChangingShop shop = new ChangingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void an_end_with_the_period_is_taken_back_or_comes() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        assertThat(billing.cancel(ACME)).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        assertThat(billing.status(ACME).current().cancelAt()).contains(FEB_1);
        assertThat(rejection(billing.change(ACME, Change.toSeats(5)))).isEqualTo(Code.ENDING);
        assertThat(billing.resume(ACME)).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).current().cancelAt()).isEmpty();
        billing.cancel(ACME);
        stripe.advance(Duration.ofDays(31));
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        assertThat(rejection(billing.resume(ACME))).isEqualTo(Code.NO_SUBSCRIPTION);
    }

    @Test
    void an_end_at_once_is_for_hosts_that_allow_it() {
        shop.buy(Checkout.of("team").seats(2));
        assertThat(rejection(billing.cancel(ACME, Timing.NOW, Conditions.NONE))).isEqualTo(Code.CANCEL_NOW_NOT_ALLOWED);
        Billing generous = shop.selling(shop.catalog).allowCancelNow().build();
        assertThat(generous.cancel(ACME, Timing.NOW, Conditions.once("k"))).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        assertThat(generous.cancel(ACME, Timing.NOW, Conditions.once("k"))).isEqualTo(APPLIED);
    }

    @Test
    void a_paused_one_is_resumed_first_and_paid() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.pause(shop.subscription());
        assertThat(rejection(billing.change(ACME, Change.toSeats(5)))).isEqualTo(Code.PAUSED);
        stripe.declineNextPayment(ACME);
        assertThat(billing.resume(ACME)).isInstanceOf(ChangeOutcome.Declined.class);
        assertThat(billing.resume(ACME)).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }
}
