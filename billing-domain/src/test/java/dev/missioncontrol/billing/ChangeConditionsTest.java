package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.APPLIED;
import static dev.missioncontrol.billing.ChangingShop.FEB_1;
import static dev.missioncontrol.billing.ChangingShop.JAN_1;
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
import java.time.Duration;
import java.util.List;
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
    void who_asks_for_what_there_is_is_told_what_is_planned_and_takes_nothing_back() {
        shop.buy(Checkout.of("team").seats(2));
        Conditions once = Conditions.once("k");
        assertThat(billing.change(ACME, Change.toSeats(8), once)).isEqualTo(APPLIED);
        assertThat(billing.change(ACME, Change.toSeats(8), once)).isEqualTo(APPLIED);
        assertThat(billing.change(ACME, Change.toSeats(3))).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        for (Conditions conditions : List.of(once, Conditions.once("new"), Conditions.NONE))
            for (Change asIs : List.of(Change.toSeats(8), Change.to("team"))) {
                ChangeOutcome outcome = billing.change(ACME, asIs, conditions);
                assertThat(rejection(outcome)).isEqualTo(Code.NOTHING_TO_CHANGE);
                assertThat(((ChangeOutcome.Rejected) outcome).rejection().sentence())
                        .contains("another change is scheduled");
            }
        assertThat(billing.plannedChange(ACME)).isPresent();
    }

    @Test
    void what_is_planned_is_not_taken_back_by_who_saw_another_state() {
        shop.buy(Checkout.of("team").seats(2));
        String seen = billing.status(ACME).version();
        billing.change(ACME, Change.toSeats(8));
        billing.change(ACME, Change.to("pro"));
        Conditions old = Conditions.once("k").ifVersion(seen);
        assertThat(rejection(billing.change(ACME, Change.toSeats(8), old))).isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.resume(ACME, old))).isEqualTo(Code.STALE_VERSION);
        assertThat(billing.plannedChange(ACME)).isPresent();

        assertThat(billing.resume(ACME)).isEqualTo(APPLIED);
        assertThat(billing.resume(ACME, old)).as("by now it is so").isEqualTo(APPLIED);
        assertThat(billing.change(ACME, Change.toSeats(8), old)).isEqualTo(APPLIED);
    }

    @Test
    void a_repetition_is_answered_however_old_its_preview_is() {
        shop.buy(Checkout.of("team").seats(2));
        Change shown = Change.toSeats(5).previewedAt(stripe.clock().instant());
        assertThat(billing.change(ACME, shown, Conditions.once("k"))).isEqualTo(APPLIED);
        stripe.advance(Duration.ofHours(1));
        assertThat(billing.change(ACME, shown, Conditions.once("k"))).isEqualTo(APPLIED);
        assertThat(rejection(billing.change(ACME, Change.toSeats(6).previewedAt(JAN_1), Conditions.once("k6"))))
                .isEqualTo(Code.PREVIEW_EXPIRED);
        assertThat(shop.invoices()).hasSize(2);
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
