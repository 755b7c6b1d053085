package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a tenant may change. No webhook arrives here unless a test says so: the answer alone makes the state converge. */
class BillingChangesTest {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant FEB_1 = Instant.parse("2027-02-01T00:00:00Z");
    private static final ChangeOutcome APPLIED = new ChangeOutcome.Applied();

    private final TenantId acme = new TenantId("acme");
    private final PlanCatalog catalog = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro")
                    .rank(1)
                    .seats(1, 1)
                    .trialDays(14)
                    .monthly("pro_m", 2000, "usd")
                    .yearly("pro_y", 20_000, "usd"),
            Plan.draft("team")
                    .rank(2)
                    .seats(2, 50)
                    .monthly("team_m", 1500, "usd")
                    .yearly("team_y", 15_000, "usd"));
    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(JAN_1);
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private long seatsInUse;
    private final Billing billing = Billing.builder()
            .catalog(catalog)
            .provider(stripe)
            .store(store)
            .clock(stripe.clock())
            .seatUsage(tenant -> OptionalLong.of(seatsInUse))
            .build();

    @Test
    void an_upgrade_is_there_as_soon_as_it_is_paid() {
        buy(Checkout.of("team").seats(2));
        Preview.Of preview = (Preview.Of) billing.previewChange(acme, Change.toSeats(5));
        assertThat(preview.change()).isEqualTo(PlanChange.MORE_SEATS);
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(4500, "usd"));
        assertThat(billing.change(acme, Change.toSeats(5))).isEqualTo(APPLIED);
        assertThat(billing.status(acme).seats()).isEqualTo(5);
        assertThat(billing.status(acme).current().provisional()).isFalse();
    }

    @Test
    void what_was_shown_is_charged_while_the_preview_holds() {
        buy(Checkout.of("team").seats(2));
        stripe.advance(Duration.ofDays(10));
        Preview.Of preview = (Preview.Of) billing.previewChange(acme, Change.toSeats(5));
        stripe.advance(Duration.ofMinutes(9));
        Change agreed =
                Change.toSeats(5).previewedAt(preview.costs().prorationDate().orElseThrow());
        billing.change(acme, agreed);
        assertThat(invoices().get(0).total()).isEqualTo(preview.costs().dueNow());
        stripe.advance(Duration.ofMinutes(2));
        assertThat(rejection(billing.change(acme, agreed.seats(6)))).isEqualTo(Code.PREVIEW_EXPIRED);
        assertThat(rejection(billing.change(acme, agreed.previewedAt(FEB_1)))).isEqualTo(Code.PREVIEW_EXPIRED);
    }

    @Test
    void a_declining_card_grants_nothing_however_often_it_is_tried() {
        buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.declinePayments(acme);
        String before = billing.status(acme).version();
        for (int i = 0; i < 20; i++) {
            assertThat(billing.change(acme, Change.toSeats(50))).isInstanceOf(ChangeOutcome.Declined.class);
            assertThat(billing.status(acme).seats()).isEqualTo(2);
            assertThat(billing.status(acme).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        }
        assertThat(billing.status(acme).version()).isEqualTo(before);
        assertThat(invoices())
                .filteredOn(one -> one.state() == Invoice.State.OPEN)
                .isEmpty();
    }

    @Test
    void a_payment_that_the_bank_must_confirm_grants_nothing_until_it_is() {
        buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.askBankNext(stripe.customerOf(acme).orElseThrow());
        assertThat(billing.change(acme, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        assertThat(billing.status(acme).seats()).isEqualTo(2);
        stripe.confirmPayment(subscription());
        assertThat(billing.status(acme).seats()).isEqualTo(9);
    }

    @Test
    void a_downgrade_waits_for_the_next_period_and_can_be_taken_back() {
        buy(Checkout.of("team").seats(5));
        stripe.deliverTo(billing);
        assertThat(billing.change(acme, Change.to("pro"))).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        assertThat(billing.status(acme).plan()).isEqualTo("team");
        assertThat(billing.plannedChange(acme)).hasValueSatisfying(planned -> {
            assertThat(planned.terms().plan().key()).isEqualTo("pro");
            assertThat(planned.terms().seats()).isEqualTo(1);
            assertThat(planned.at()).isEqualTo(FEB_1);
        });
        assertThat(billing.resume(acme)).isEqualTo(APPLIED);
        assertThat(billing.plannedChange(acme)).isEmpty();
        billing.change(acme, Change.to("pro"));
        stripe.advance(Duration.ofDays(31));
        assertThat(billing.status(acme).plan()).isEqualTo("pro");
        assertThat(billing.status(acme).seats()).isEqualTo(1);
    }

    @Test
    void a_longer_interval_comes_at_once_and_a_shorter_one_later() {
        buy(Checkout.of("team").seats(2));
        assertThat(billing.change(acme, Change.to(BillingInterval.YEAR))).isEqualTo(APPLIED);
        assertThat(billing.status(acme).interval()).contains(BillingInterval.YEAR);
        assertThat(billing.change(acme, Change.to(BillingInterval.MONTH)))
                .isEqualTo(new ChangeOutcome.Scheduled(Instant.parse("2028-01-01T00:00:03Z")));
    }

    @Test
    void seats_stay_within_the_plan_and_come_near_where_none_are_said() {
        buy(Checkout.of("team").seats(5));
        assertThat(rejection(billing.change(acme, Change.toSeats(1)))).isEqualTo(Code.SEATS_OUT_OF_BOUNDS);
        assertThat(rejection(billing.change(acme, Change.toSeats(51)))).isEqualTo(Code.SEATS_OUT_OF_BOUNDS);
        assertThat(rejection(billing.change(acme, Change.to("pro").seats(3)))).isEqualTo(Code.SEATS_OUT_OF_BOUNDS);
        assertThat(((Preview.Of) billing.previewChange(acme, Change.to("pro")))
                        .after()
                        .seats())
                .isEqualTo(1);
    }

    @Test
    void seats_in_use_are_not_given_up() {
        buy(Checkout.of("team").seats(9));
        seatsInUse = 6;
        assertThat(rejection(billing.change(acme, Change.toSeats(5)))).isEqualTo(Code.SEATS_IN_USE);
        assertThat(rejection(billing.change(acme, Change.to("pro")))).isEqualTo(Code.SEATS_IN_USE);
        assertThat(billing.change(acme, Change.toSeats(6))).isInstanceOf(ChangeOutcome.Scheduled.class);
    }

    @Test
    void the_same_request_under_the_same_key_is_made_once_and_answered_again() {
        buy(Checkout.of("team").seats(2));
        Conditions conditions =
                Conditions.once("k1").ifVersion(billing.status(acme).version());
        for (int i = 0; i < 3; i++)
            assertThat(billing.change(acme, Change.toSeats(5), conditions)).isEqualTo(APPLIED);
        assertThat(invoices()).hasSize(2);
        assertThat(rejection(billing.change(acme, Change.toSeats(7), conditions)))
                .isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.change(acme, Change.toSeats(7), Conditions.once("k1"))))
                .isEqualTo(Code.IDEMPOTENCY_KEY_REUSED);
        Conditions cancel = Conditions.once("k2").ifVersion(billing.status(acme).version());
        for (int i = 0; i < 3; i++)
            assertThat(billing.cancel(acme, Timing.PERIOD_END, cancel)).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        Conditions resume = Conditions.once("k3").ifVersion(billing.status(acme).version());
        for (int i = 0; i < 3; i++) assertThat(billing.resume(acme, resume)).isEqualTo(APPLIED);
    }

    @Test
    void a_key_is_each_tenants_own() {
        TenantId globex = new TenantId("globex");
        buy(Checkout.of("team").seats(2));
        stripe.pay(billing.startCheckout(globex, Checkout.of("team").seats(3)));
        billing.sync(globex);
        assertThat(billing.change(acme, Change.toSeats(5), Conditions.once("k")))
                .isEqualTo(APPLIED);
        assertThat(billing.change(globex, Change.toSeats(8), Conditions.once("k")))
                .isEqualTo(APPLIED);
        assertThat(billing.status(acme).seats()).isEqualTo(5);
        assertThat(billing.status(globex).seats()).isEqualTo(8);
    }

    @Test
    void what_was_decided_on_an_older_state_is_not_done() {
        buy(Checkout.of("team").seats(2));
        String seen = billing.status(acme).version();
        billing.change(acme, Change.toSeats(5));
        Conditions old = Conditions.NONE.ifVersion(seen);
        assertThat(rejection(billing.change(acme, Change.toSeats(3), old))).isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.cancel(acme, Timing.PERIOD_END, old))).isEqualTo(Code.STALE_VERSION);
        assertThat(rejection(billing.resume(acme, old))).isEqualTo(Code.STALE_VERSION);
        assertThat(billing.status(acme).seats()).isEqualTo(5);
    }

    @Test
    void an_end_with_the_period_is_taken_back_or_comes() {
        buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        assertThat(billing.cancel(acme)).isEqualTo(new ChangeOutcome.Scheduled(FEB_1));
        assertThat(billing.status(acme).current().cancelAt()).contains(FEB_1);
        assertThat(rejection(billing.change(acme, Change.toSeats(5)))).isEqualTo(Code.ENDING);
        assertThat(billing.resume(acme)).isEqualTo(APPLIED);
        assertThat(billing.status(acme).current().cancelAt()).isEmpty();
        billing.cancel(acme);
        stripe.advance(Duration.ofDays(31));
        assertThat(billing.status(acme).plan()).isEqualTo("free");
        assertThat(rejection(billing.resume(acme))).isEqualTo(Code.NO_SUBSCRIPTION);
    }

    @Test
    void an_end_at_once_is_for_hosts_that_allow_it() {
        buy(Checkout.of("team").seats(2));
        assertThat(rejection(billing.cancel(acme, Timing.NOW, Conditions.NONE))).isEqualTo(Code.CANCEL_NOW_NOT_ALLOWED);
        Billing generous = Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .allowCancelNow()
                .build();
        assertThat(generous.cancel(acme, Timing.NOW, Conditions.once("k"))).isEqualTo(APPLIED);
        assertThat(billing.status(acme).plan()).isEqualTo("free");
        assertThat(generous.cancel(acme, Timing.NOW, Conditions.once("k"))).isEqualTo(APPLIED);
    }

    @Test
    void nothing_is_changed_while_something_is_owed() {
        buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.declinePayments(acme);
        stripe.advance(Duration.ofDays(31));
        assertThat(rejection(billing.change(acme, Change.toSeats(5)))).isEqualTo(Code.PAYMENT_OVERDUE);
    }

    @Test
    void a_paused_one_is_resumed_first_and_paid() {
        buy(Checkout.of("team").seats(2));
        stripe.deliverTo(billing);
        stripe.pause(subscription());
        assertThat(rejection(billing.change(acme, Change.toSeats(5)))).isEqualTo(Code.PAUSED);
        stripe.declineNextPayment(acme);
        assertThat(billing.resume(acme)).isInstanceOf(ChangeOutcome.Declined.class);
        assertThat(billing.resume(acme)).isEqualTo(APPLIED);
        assertThat(billing.status(acme).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void requests_that_make_no_sense_say_why() {
        assertThat(rejection(billing.change(acme, Change.toSeats(5)))).isEqualTo(Code.NO_SUBSCRIPTION);
        assertThat(billing.invoices(acme, Optional.empty(), 10).invoices()).isEmpty();
        assertThat(billing.paymentMethod(acme)).isEmpty();
        buy(Checkout.of("team").seats(2));
        assertThat(rejection(billing.change(acme, Change.to("gold")))).isEqualTo(Code.UNKNOWN_PLAN);
        assertThat(rejection(billing.change(acme, Change.to("free")))).isEqualTo(Code.PLAN_NOT_SOLD);
        assertThat(rejection(billing.change(acme, Change.to("team")))).isEqualTo(Code.NOTHING_TO_CHANGE);
        assertThat(rejection(billing.change(acme, Change.toSeats(3), Conditions.once("a b"))))
                .isEqualTo(Code.INVALID_IDEMPOTENCY_KEY);
        assertThat(((Preview.Rejected) billing.previewChange(acme, Change.to("gold")))
                        .rejection()
                        .code())
                .isEqualTo(Code.UNKNOWN_PLAN);
    }

    @Test
    void while_the_provider_is_away_nothing_is_changed_and_the_same_request_works_later() {
        buy(Checkout.of("team").seats(2));
        stripe.goAway();
        assertThatThrownBy(() -> billing.change(acme, Change.toSeats(5), Conditions.once("k")))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isTrue());
        assertThat(billing.status(acme).seats()).isEqualTo(2);
        stripe.comeBack();
        assertThat(billing.change(acme, Change.toSeats(5), Conditions.once("k")))
                .isEqualTo(APPLIED);
    }

    @Test
    void a_trial_is_had_once_and_an_upgrade_to_a_plan_without_one_ends_it_paid() {
        buy(Checkout.of("pro"));
        assertThat(billing.status(acme).status()).isEqualTo(SubscriptionStatus.TRIALING);
        Preview.Of preview = (Preview.Of) billing.previewChange(acme, Change.to("team"));
        assertThat(preview.endsTrial()).isTrue();
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(3000, "usd"));
        stripe.declineNextPayment(acme);
        assertThat(billing.change(acme, Change.to("team"))).isInstanceOf(ChangeOutcome.Declined.class);
        assertThat(billing.status(acme).plan()).isEqualTo("pro");
        assertThat(billing.change(acme, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(billing.status(acme).status()).isEqualTo(SubscriptionStatus.ACTIVE);

        stripe.cancelNow(subscription());
        stripe.advance(Duration.ofMinutes(1));
        billing.sync(acme);
        buy(Checkout.of("pro"));
        assertThat(billing.status(acme).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void a_checkout_that_came_to_nothing_takes_no_trial_away() {
        stripe.deliverTo(billing);
        stripe.beginPayment(session(Checkout.of("team")));
        stripe.advance(Duration.ofDays(2));
        buy(Checkout.of("pro"));
        assertThat(billing.status(acme).status()).isEqualTo(SubscriptionStatus.TRIALING);
    }

    @Test
    void a_price_that_is_sold_no_more_is_kept_with_more_seats() {
        buy(Checkout.of("team").seats(2));
        PlanCatalog next = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("team")
                        .rank(2)
                        .seats(2, 50)
                        .monthly("team_2028", 9900, "usd")
                        .retiredPrices(List.of("team_m")));
        Billing later = Billing.builder()
                .catalog(next)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .build();
        assertThat(later.change(acme, Change.toSeats(5))).isEqualTo(APPLIED);
        assertThat(stripe.subscription(subscription()).orElseThrow().price()).isEqualTo(new PriceId("team_m"));
    }

    private void buy(Checkout wanted) {
        stripe.pay(session(wanted));
        stripe.advance(Duration.ofSeconds(3));
        billing.sync(acme);
        stripe.advance(Duration.ZERO);
    }

    private dev.missioncontrol.billing.id.CheckoutSessionId session(Checkout wanted) {
        return ((dev.missioncontrol.billing.usecase.Redirect.To) billing.startCheckout(acme, wanted))
                .session()
                .orElseThrow();
    }

    private SubscriptionId subscription() {
        return stripe.subscriptionOf(acme).orElseThrow();
    }

    private List<Invoice> invoices() {
        return billing.invoices(acme, Optional.empty(), 100).invoices();
    }

    private static Code rejection(ChangeOutcome outcome) {
        return ((ChangeOutcome.Rejected) outcome).rejection().code();
    }
}
