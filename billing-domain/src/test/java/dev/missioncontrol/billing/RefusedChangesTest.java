package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not changed, and why: each refusal has its own code. */
class RefusedChangesTest {
    private final ChangingShop shop = new ChangingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void seats_stay_within_the_plan_and_come_near_where_none_are_said() {
        shop.buy(Checkout.of("team").seats(5));
        assertThat(rejection(billing.change(ACME, Change.toSeats(1)))).isEqualTo(Code.SEATS_OUT_OF_BOUNDS);
        assertThat(rejection(billing.change(ACME, Change.toSeats(51)))).isEqualTo(Code.SEATS_OUT_OF_BOUNDS);
        assertThat(rejection(billing.change(ACME, Change.to("pro").seats(3)))).isEqualTo(Code.SEATS_OUT_OF_BOUNDS);
        assertThat(((Preview.Of) billing.previewChange(ACME, Change.to("pro")))
                        .after()
                        .seats())
                .isEqualTo(1);
    }

    @Test
    void seats_in_use_are_not_given_up() {
        shop.buy(Checkout.of("team").seats(9));
        shop.seatsInUse = 6;
        assertThat(rejection(billing.change(ACME, Change.toSeats(5)))).isEqualTo(Code.SEATS_IN_USE);
        assertThat(rejection(billing.change(ACME, Change.to("pro")))).isEqualTo(Code.SEATS_IN_USE);
        assertThat(billing.change(ACME, Change.toSeats(6))).isInstanceOf(ChangeOutcome.Scheduled.class);
    }

    @Test
    void nothing_is_changed_while_something_is_owed() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.declinePayments(ACME);
        stripe.advance(Duration.ofDays(31));
        assertThat(rejection(billing.change(ACME, Change.toSeats(5)))).isEqualTo(Code.PAYMENT_OVERDUE);
    }

    @Test
    void requests_that_make_no_sense_say_why() {
        assertThat(rejection(billing.change(ACME, Change.toSeats(5)))).isEqualTo(Code.NO_SUBSCRIPTION);
        assertThat(billing.invoices(ACME, Optional.empty(), 10).invoices()).isEmpty();
        assertThat(billing.paymentMethod(ACME)).isEmpty();
        shop.buy(Checkout.of("team").seats(2));
        assertThat(rejection(billing.change(ACME, Change.to("gold")))).isEqualTo(Code.UNKNOWN_PLAN);
        assertThat(rejection(billing.change(ACME, Change.to("free")))).isEqualTo(Code.PLAN_NOT_SOLD);
        assertThat(rejection(billing.change(ACME, Change.to("team")))).isEqualTo(Code.NOTHING_TO_CHANGE);
        assertThat(rejection(billing.change(ACME, Change.toSeats(3), Conditions.once("a b"))))
                .isEqualTo(Code.INVALID_IDEMPOTENCY_KEY);
        assertThat(((Preview.Rejected) billing.previewChange(ACME, Change.to("gold")))
                        .rejection()
                        .code())
                .isEqualTo(Code.UNKNOWN_PLAN);
    }
}
