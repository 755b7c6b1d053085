package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void a_bank_debit_buys_nothing_more_before_a_card_takes_its_place() {
        SubscriptionId bought = stripe.payLater(shop.session(Checkout.of("team").seats(5)));
        stripe.settleDelayedPayment(bought, true);
        billing.sync(ACME);
        Rejection preview = ((Preview.Rejected) billing.previewChange(ACME, Change.toSeats(8))).rejection();
        Rejection change = ((ChangeOutcome.Rejected) billing.change(ACME, Change.toSeats(8))).rejection();
        assertThat(change).isEqualTo(preview);
        assertThat(change.code()).isEqualTo(Code.NOT_CHANGEABLE);
        assertThat(change.rule()).contains(ChangeResult.Reason.PAID_BY_DEBIT);
        assertThat(change.sentence()).contains("Pay by card instead");
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
        assertThat(billing.change(ACME, Change.toSeats(3))).isInstanceOf(ChangeOutcome.Scheduled.class);
        stripe.acceptPayments(ACME);
        assertThat(billing.change(ACME, Change.toSeats(8))).isEqualTo(new ChangeOutcome.Applied());
    }

    @Test
    void a_rule_of_the_providers_is_told_before_the_change_as_after_it() {
        for (ChangeResult.Reason rule : ChangeResult.Reason.values()) {
            ChangingShop other = new ChangingShop();
            other.buy(Checkout.of("team").seats(2));
            ChangeResult.Rejected no = new ChangeResult.Rejected(rule, "for a reason");
            Billing elsewhere = other.selling(other.catalog)
                    .provider(provider((self, method, arguments) -> {
                        if (method.getName().equals("changeSubscription")) return no;
                        if (method.getName().equals("previewChange"))
                            throw ProviderException.rejected("previewing a change", no);
                        return method.invoke(other.stripe, arguments);
                    }))
                    .build();
            Rejection change = ((ChangeOutcome.Rejected) elsewhere.change(ACME, Change.toSeats(8))).rejection();
            boolean passes = change.code() == Code.STALE_VERSION;
            if (passes)
                assertThatThrownBy(() -> elsewhere.previewChange(ACME, Change.toSeats(8)))
                        .isInstanceOf(ProviderException.class);
            else assertThat(elsewhere.previewChange(ACME, Change.toSeats(8))).isEqualTo(new Preview.Rejected(change));
            boolean own = change.code() == Code.NOT_CHANGEABLE && rule != ChangeResult.Reason.MANAGED_ELSEWHERE;
            assertThat(change.rule()).isEqualTo(own ? Optional.of(rule) : Optional.empty());
        }
    }

    @Test
    void what_ends_with_its_period_does_so_with_that_of_its_plan() {
        shop.buy(Checkout.of("team").yearly().seats(2));
        List<Object> lines = new ArrayList<>();
        Billing watched = shop.selling(shop.catalog)
                .provider(provider((self, method, arguments) -> {
                    if (method.getName().equals("cancelWithPeriodOf")) lines.add(arguments[1]);
                    return method.invoke(stripe, arguments);
                }))
                .build();
        assertThat(watched.cancel(ACME)).isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(lines).containsExactly(new PriceId("team_y"));
    }

    private PaymentProvider provider(InvocationHandler calls) {
        return (PaymentProvider)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {PaymentProvider.class}, calls);
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
