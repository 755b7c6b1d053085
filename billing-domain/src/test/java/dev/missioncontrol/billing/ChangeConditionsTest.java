package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.APPLIED;
import static dev.missioncontrol.billing.ChangingShop.FEB_1;
import static dev.missioncontrol.billing.ChangingShop.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import org.junit.jupiter.api.Test;

/** A change is made once under its key, only on what was seen, and later where the provider was away. */
class ChangeConditionsTest {
    private final ChangingShop shop = new ChangingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void the_same_request_under_the_same_key_is_made_once_and_answered_again() {
        shop.buy(Checkout.of("team").seats(2));
        Conditions conditions =
                Conditions.once("k1").ifVersion(billing.status(ACME).version());
        for (int i = 0; i < 3; i++)
            assertThat(billing.change(ACME, Change.toSeats(5), conditions)).isEqualTo(APPLIED);
        assertThat(shop.invoices()).hasSize(2);
        assertThat(rejection(billing.change(ACME, Change.toSeats(7), conditions)))
                .isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.change(ACME, Change.toSeats(7), Conditions.once("k1"))))
                .isEqualTo(Code.IDEMPOTENCY_KEY_REUSED);
        Conditions cancel = Conditions.once("k2").ifVersion(billing.status(ACME).version());
        for (int i = 0; i < 3; i++)
            assertThat(billing.cancel(ACME, Timing.PERIOD_END, cancel)).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        Conditions resume = Conditions.once("k3").ifVersion(billing.status(ACME).version());
        for (int i = 0; i < 3; i++) assertThat(billing.resume(ACME, resume)).isEqualTo(APPLIED);
    }

    @Test
    void a_key_is_each_tenants_own() {
        TenantId globex = new TenantId("globex");
        shop.buy(Checkout.of("team").seats(2));
        stripe.pay(billing.startCheckout(globex, Checkout.of("team").seats(3)));
        billing.sync(globex);
        assertThat(billing.change(ACME, Change.toSeats(5), Conditions.once("k")))
                .isEqualTo(APPLIED);
        assertThat(billing.change(globex, Change.toSeats(8), Conditions.once("k")))
                .isEqualTo(APPLIED);
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
        assertThat(billing.status(globex).seats()).isEqualTo(8);
    }

    @Test
    void what_was_decided_on_an_older_state_is_not_done() {
        shop.buy(Checkout.of("team").seats(2));
        String seen = billing.status(ACME).version();
        billing.change(ACME, Change.toSeats(5));
        Conditions old = Conditions.NONE.ifVersion(seen);
        assertThat(rejection(billing.change(ACME, Change.toSeats(3), old))).isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.cancel(ACME, Timing.PERIOD_END, old))).isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.resume(ACME, old))).isEqualTo(Code.STALE_VERSION);
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
    }

    @Test
    void while_the_provider_is_away_nothing_is_changed_and_the_same_request_works_later() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.goAway();
        assertThatThrownBy(() -> billing.change(ACME, Change.toSeats(5), Conditions.once("k")))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isTrue());
        assertThat(billing.status(ACME).seats()).isEqualTo(2);
        stripe.comeBack();
        assertThat(billing.change(ACME, Change.toSeats(5), Conditions.once("k")))
                .isEqualTo(APPLIED);
    }
}
