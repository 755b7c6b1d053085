package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A downgrade is planned, and gives way to an upgrade: whether it comes depends on whether that is paid. */
class UnpaidUpgradesTest {
    private final ChangingShop shop = new ChangingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

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
}
