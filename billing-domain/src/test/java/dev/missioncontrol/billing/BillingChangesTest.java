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
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import dev.missioncontrol.billing.usecase.SyncTenant;
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

    /** Whether no event arrives. */
    private boolean deaf;

    /** Whether no worker runs. */
    private boolean idle;

    /** A downgrade is planned, and then an upgrade that the bank asks about. */
    private void upgradesOverAPlan() {
        shop.buy(Checkout.of("team").seats(5));
        stripe.onEvent(event -> {
            if (deaf) return;
            billing.accept(event);
            if (!idle) billing.runDue();
        });
        billing.change(ACME, Change.to("pro"));
        stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
        assertThat(billing.change(ACME, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
    }

    private List<String> audited() {
        return shop.store.inTransaction(tx ->
                tx.journal().audit(ACME, 1, 100).stream().map(AuditEntry::rule).toList());
    }

    @Test
    void a_planned_downgrade_comes_though_an_upgrade_was_asked_for_that_nobody_paid() {
        upgradesOverAPlan();
        assertThat(billing.status(ACME).planned()).isPresent();
        stripe.advance(Duration.ofDays(1));
        assertThat(stripe.plannedChange(shop.subscription()))
                .map(PlannedChange::price)
                .contains(new PriceId("pro_m"));
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited())
                .filteredOn(rule -> rule.startsWith("planned again"))
                .hasSize(1);
        stripe.advance(Duration.ofDays(31));
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void a_planned_downgrade_is_over_once_the_upgrade_in_its_place_is_paid() {
        upgradesOverAPlan();
        stripe.confirmPayment(shop.subscription());
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited()).anyMatch(rule -> rule.startsWith("planned no more"));
        stripe.advance(Duration.ofDays(31));
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        assertThat(billing.status(ACME).seats()).isEqualTo(9);
    }

    @Test
    void who_takes_back_what_was_planned_while_the_upgrade_waits_gets_no_downgrade() {
        upgradesOverAPlan();
        billing.resume(ACME);
        assertThat(billing.status(ACME).planned()).isEmpty();
        stripe.advance(Duration.ofDays(1));
        assertThat(stripe.plannedChange(shop.subscription())).isEmpty();
    }

    @Test
    void a_provider_that_is_away_when_the_upgrade_lapses_is_asked_again() {
        upgradesOverAPlan();
        idle = true;
        stripe.advance(Duration.ofDays(1));
        assertThat(stripe.plannedChange(shop.subscription())).isEmpty();
        stripe.goAway();
        billing.runDue();
        stripe.comeBack();
        assertThat(billing.status(ACME).planned()).isPresent();
        stripe.advance(Duration.ofMinutes(1));
        billing.runDue();
        assertThat(stripe.plannedChange(shop.subscription())).isPresent();
    }

    @Test
    void a_plan_that_did_not_come_is_in_the_audit_though_no_event_told_of_it() {
        upgradesOverAPlan();
        deaf = true;
        stripe.advance(Duration.ofDays(32));
        billing.sync(ACME);
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .filteredOn(rule -> rule.startsWith("planned no more: pro_m"))
                .hasSize(1);
    }

    @Test
    void a_plan_that_came_is_no_finding() {
        shop.buy(Checkout.of("team").seats(5));
        stripe.deliverTo(billing);
        billing.change(ACME, Change.to("pro"));
        stripe.advance(Duration.ofDays(32));
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(audited()).noneMatch(rule -> rule.startsWith("planned"));
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
    void a_trial_is_had_once_and_an_upgrade_to_a_plan_without_one_ends_it_paid() {
        shop.buy(Checkout.of("pro"));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.TRIALING);
        Preview.Of preview = (Preview.Of) billing.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isTrue();
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(3000, "usd"));
        stripe.declineNextPayment(ACME);
        assertThat(billing.change(ACME, Change.to("team"))).isInstanceOf(ChangeOutcome.Declined.class);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(billing.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);

        stripe.cancelNow(shop.subscription());
        stripe.advance(Duration.ofMinutes(1));
        billing.sync(ACME);
        shop.buy(Checkout.of("pro"));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    /** On trial of pro for 14 days, and so many for team. */
    private Billing trying(int teamDays) {
        shop.buy(Checkout.of("pro"));
        return shop.selling(PlanCatalog.of(
                        Plan.draft("free").rank(0),
                        Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("pro_m", 2000, "usd"),
                        Plan.draft("team")
                                .rank(2)
                                .seats(2, 50)
                                .trialDays(teamDays)
                                .monthly("team_m", 1500, "usd")))
                .build();
    }

    @Test
    void a_trial_ends_when_that_of_the_plan_that_it_goes_on_with_does() {
        Billing trying = trying(7);
        Instant end = ChangingShop.JAN_1.plus(Duration.ofDays(7));
        Preview.Of preview = (Preview.Of) trying.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isFalse();
        assertThat(preview.costs().dueNow()).isEqualTo(Money.none("usd"));
        assertThat(preview.costs().nextPayment()).contains(end);
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(end);
        stripe.advance(Duration.ofDays(7));
        trying.sync(ACME);
        assertThat(trying.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void a_trial_that_is_longer_than_all_of_the_other_plans_ends_paid() {
        Billing trying = trying(7);
        stripe.advance(Duration.ofDays(8));
        Preview.Of preview = (Preview.Of) trying.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isTrue();
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(3000, "usd"));
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void a_trial_gets_no_longer_by_an_upgrade() {
        Billing trying = trying(30);
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(ChangingShop.JAN_1.plus(Duration.ofDays(14)));
    }

    /** As in the provider's dashboard. */
    private void extendTrialTo(Instant end) {
        PriceId pro = new PriceId("pro_m");
        stripe.backOffice()
                .changeOncePaid(
                        new SubscriptionChange(shop.subscription(), pro, pro, 1, Timing.NOW).endingTrialAt(end));
        stripe.advance(SyncTenant.FRESH.plusSeconds(1));
        billing.sync(ACME);
        assertThat(billing.status(ACME).current().trialEnd()).contains(end);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 30})
    void a_trial_that_a_person_made_longer_is_cut_by_no_upgrade(int teamDays) {
        Billing trying = trying(teamDays);
        Instant end = ChangingShop.JAN_1.plus(Duration.ofDays(45));
        extendTrialTo(end);
        Preview.Of preview = (Preview.Of) trying.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isFalse();
        assertThat(preview.costs().dueNow()).isEqualTo(Money.none("usd"));
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(end);
        assertThat(trying.status(ACME).plan()).isEqualTo("team");
    }

    @Test
    void a_checkout_that_came_to_nothing_takes_no_trial_away() {
        stripe.deliverTo(billing);
        stripe.beginPayment(shop.session(Checkout.of("team")));
        stripe.advance(Duration.ofDays(2));
        shop.buy(Checkout.of("pro"));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.TRIALING);
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
