package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.APPLIED;
import static dev.missioncontrol.billing.ChangingShop.FEB_1;
import static dev.missioncontrol.billing.ChangingShop.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant may change: what it costs, and when it is there. */
class BillingChangesTest {
    private final ChangingShop shop = new ChangingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void an_upgrade_is_there_as_soon_as_it_is_paid() {
        shop.buy(Checkout.of("team").seats(2));
        Preview.Of preview = (Preview.Of) billing.previewChange(ACME, Change.toSeats(5));
        assertThat(preview.change()).isEqualTo(PlanChange.MORE_SEATS);
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(4500, "usd"));
        assertThat(billing.change(ACME, Change.toSeats(5))).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
        assertThat(billing.status(ACME).current().provisional()).isFalse();
    }

    @Test
    void what_was_shown_is_charged_while_the_preview_holds() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.advance(Duration.ofDays(10));
        Preview.Of preview = (Preview.Of) billing.previewChange(ACME, Change.toSeats(5));
        stripe.advance(Duration.ofMinutes(9));
        Change agreed =
                Change.toSeats(5).previewedAt(preview.costs().prorationDate().orElseThrow());
        billing.change(ACME, agreed);
        assertThat(shop.invoices().get(0).total()).isEqualTo(preview.costs().dueNow());
        stripe.advance(Duration.ofMinutes(2));
        assertThat(rejection(billing.change(ACME, agreed.seats(6)))).isEqualTo(Code.PREVIEW_EXPIRED);
        assertThat(rejection(billing.change(ACME, agreed.previewedAt(FEB_1)))).isEqualTo(Code.PREVIEW_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 120, 299, -299})
    void what_was_shown_is_charged_by_a_node_whose_clock_is_off_by_what_webhooks_may_be(long behindSeconds) {
        shop.buy(Checkout.of("team").seats(2));
        stripe.advance(Duration.ofDays(10));
        Billing node = shop.selling(shop.catalog)
                .clock(() -> stripe.clock().instant().minusSeconds(behindSeconds))
                .build();
        Preview.Of preview = (Preview.Of) node.previewChange(ACME, Change.toSeats(5));
        Change agreed =
                Change.toSeats(5).previewedAt(preview.costs().prorationDate().orElseThrow());
        assertThat(node.change(ACME, agreed)).isEqualTo(APPLIED);
        assertThat(shop.invoices().get(0).total()).isEqualTo(preview.costs().dueNow());
    }

    @Test
    void a_preview_of_later_than_any_clock_that_is_off_is_none() {
        shop.buy(Checkout.of("team").seats(2));
        Change of = Change.toSeats(5).previewedAt(stripe.clock().instant().plus(Duration.ofSeconds(301)));
        assertThat(rejection(billing.change(ACME, of))).isEqualTo(Code.PREVIEW_EXPIRED);
    }

    @Test
    void a_declining_card_grants_nothing_however_often_it_is_tried() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.declinePayments(ACME);
        String before = billing.status(ACME).version();
        for (int i = 0; i < 20; i++) {
            assertThat(billing.change(ACME, Change.toSeats(50))).isInstanceOf(ChangeOutcome.Declined.class);
            assertThat(billing.status(ACME).seats()).isEqualTo(2);
            assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        }
        assertThat(billing.status(ACME).version()).isEqualTo(before);
        assertThat(shop.invoices())
                .filteredOn(one -> one.state() == Invoice.State.OPEN)
                .isEmpty();
    }

    @Test
    void a_payment_that_the_bank_must_confirm_grants_nothing_until_it_is() {
        shop.buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
        assertThat(billing.change(ACME, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        assertThat(billing.status(ACME).seats()).isEqualTo(2);
        stripe.confirmPayment(shop.subscription());
        assertThat(billing.status(ACME).seats()).isEqualTo(9);
    }

    @Test
    void a_downgrade_waits_for_the_next_period_and_can_be_taken_back() {
        shop.buy(Checkout.of("team").seats(5));
        stripe.deliverTo(billing);
        assertThat(billing.change(ACME, Change.to("pro"))).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        assertThat(billing.plannedChange(ACME)).hasValueSatisfying(planned -> {
            assertThat(planned.terms().plan().key()).isEqualTo("pro");
            assertThat(planned.terms().seats()).isEqualTo(1);
            assertThat(planned.at()).isEqualTo(FEB_1);
        });
        assertThat(billing.resume(ACME)).isEqualTo(APPLIED);
        assertThat(billing.plannedChange(ACME)).isEmpty();
        billing.change(ACME, Change.to("pro"));
        stripe.advance(Duration.ofDays(31));
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(billing.status(ACME).seats()).isEqualTo(1);
    }

    @Test
    void what_is_changed_is_what_the_tenant_has_and_none_that_ended_before_it() {
        shop.buy(Checkout.of("team").seats(9));
        stripe.cancelNow(shop.subscription());
        stripe.advance(Duration.ofMinutes(1));
        billing.sync(ACME);
        shop.buy(Checkout.of("team").seats(2));
        assertThat(billing.change(ACME, Change.toSeats(3))).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);
    }

    @Test
    void a_longer_interval_comes_at_once_and_a_shorter_one_later() {
        shop.buy(Checkout.of("team").seats(2));
        assertThat(billing.change(ACME, Change.to(BillingInterval.YEAR))).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).interval()).contains(BillingInterval.YEAR);
        assertThat(billing.change(ACME, Change.to(BillingInterval.MONTH)))
                .isEqualTo(new ChangeOutcome.Scheduled(Instant.parse("2028-01-01T00:00:03Z")));
    }

    @Test
    void a_price_that_is_sold_no_more_is_kept_with_more_seats() {
        shop.buy(Checkout.of("team").seats(2));
        PlanCatalog next = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("team")
                        .rank(2)
                        .seats(2, 50)
                        .monthly("team_2028", 9900, "usd")
                        .retiredPrices(List.of("team_m")));
        Billing later = shop.selling(next).build();
        assertThat(later.change(ACME, Change.toSeats(5))).isEqualTo(APPLIED);
        assertThat(stripe.subscription(shop.subscription()).orElseThrow().price())
                .isEqualTo(new PriceId("team_m"));
    }
}
