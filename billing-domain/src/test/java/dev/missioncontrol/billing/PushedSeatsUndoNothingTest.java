package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.PushingShop.ACME;
import static dev.missioncontrol.billing.PushingShop.PRO;
import static dev.missioncontrol.billing.PushingShop.TEAM;
import static dev.missioncontrol.billing.PushingShop.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.PushSeats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people decided, here or at the provider, heard of or not: no count of seats undoes it. */
class PushedSeatsUndoNothingTest {
    private final PushingShop shop = new PushingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void what_a_person_planned_is_not_undone_by_a_count() {
        billing.change(ACME, Change.to("pro"));
        shop.push(9);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(3);
        assertThat(billing.status(ACME).planned())
                .hasValueSatisfying(
                        planned -> assertThat(planned.terms().plan().key()).isEqualTo("pro"));
        billing.resume(ACME);
        shop.passes(WINDOW);
        assertThat(shop.seats()).isEqualTo(9);
    }

    /** The customer ends it at the provider, and no event tells of it. */
    private SubscriptionId endsUnheard() {
        shop.quiet = true;
        SubscriptionId id = shop.subscription();
        stripe.cancelAtPeriodEnd(id, CancelShape.FLEXIBLE);
        assertThat(billing.status(ACME).current().cancelAt()).isEmpty();
        return id;
    }

    private boolean goesOn(SubscriptionId id) {
        return stripe.subscription(id).orElseThrow().cancelAt().isEmpty();
    }

    @Test
    void a_count_that_comes_back_takes_back_no_end_that_was_not_heard_of() {
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        shop.push(3);
        SubscriptionId id = endsUnheard();
        shop.passes(WINDOW);
        shop.passes(WINDOW);
        assertThat(goesOn(id)).isFalse();
    }

    @Test
    void a_count_that_goes_down_takes_back_no_end_that_was_not_heard_of() {
        shop.push(2);
        SubscriptionId id = endsUnheard();
        shop.passes(PushSeats.SETTLES);
        shop.passes(WINDOW);
        assertThat(goesOn(id)).isFalse();
        assertThat(stripe.plannedChange(id)).isEmpty();
    }

    /** Another plan is scheduled, and nobody here hears of it. */
    private SubscriptionId plansUnheard() {
        shop.quiet = true;
        SubscriptionId id = shop.subscription();
        stripe.changeSubscription(new SubscriptionChange(id, TEAM, PRO, 1, Timing.PERIOD_END), "elsewhere");
        return id;
    }

    private Optional<PriceId> planned(SubscriptionId id) {
        return stripe.plannedChange(id).map(PlannedChange::price);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 2})
    void a_count_undoes_no_other_plan_that_was_not_heard_of(long seats) {
        shop.push(seats);
        SubscriptionId id = plansUnheard();
        shop.passes(PushSeats.SETTLES);
        shop.passes(WINDOW);
        assertThat(planned(id)).contains(PRO);
        assertThat(shop.seats()).isEqualTo(3);
    }

    @Test
    void a_count_that_comes_back_gives_up_no_other_plan_that_was_not_heard_of() {
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        shop.push(3);
        SubscriptionId id = plansUnheard();
        shop.passes(WINDOW);
        shop.passes(WINDOW);
        assertThat(planned(id)).contains(PRO);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 2})
    void a_count_takes_the_place_of_no_upgrade_that_waits_for_its_payment(long seats) {
        stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
        assertThat(billing.change(ACME, Change.to(BillingInterval.YEAR)))
                .isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        shop.push(seats);
        shop.passes(PushSeats.SETTLES);
        stripe.confirmPayment(shop.subscription());
        assertThat(billing.status(ACME).interval()).contains(BillingInterval.YEAR);
    }

    @Test
    void a_count_waits_until_seats_that_were_added_elsewhere_are_paid() {
        SubscriptionId id = shop.subscription();
        stripe.declinePayments(ACME);
        stripe.changePrice(id, TEAM, 8);
        assertThat(shop.seats()).isEqualTo(3);
        shop.push(3);
        shop.passes(PushSeats.SETTLES);
        stripe.acceptPayments(ACME);
        stripe.payOpenInvoice(id);
        assertThat(shop.seats()).isEqualTo(8);

        shop.passes(WINDOW);
        assertThat(billing.status(ACME).planned())
                .hasValueSatisfying(
                        planned -> assertThat(planned.terms().seats()).isEqualTo(3));
    }

    @Test
    void an_end_leaves_nothing_planned_though_the_provider_can_not_be_asked_after_it() {
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        SubscriptionId id = shop.subscription();
        shop.quiet = true;
        shop.store.inTransaction(tx -> {
            Instant now = stripe.clock().instant();
            tx.accounts().lockTenant(ACME, "none", now);
            tx.accounts().save(tx.accounts().lockSubscription(id, false, now).mark(), now);
            return tx.refreshes().claim(List.of(id), Duration.ofMinutes(1));
        });
        assertThat(billing.cancel(ACME)).isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(billing.status(ACME).planned()).isEmpty();
    }

    @Test
    void fewer_seats_wait_for_who_takes_back_the_end() {
        billing.cancel(ACME);
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(3);
        assertThat(shop.comes()).isEmpty();
        assertThat(goesOn(shop.subscription())).isFalse();

        billing.resume(ACME);
        shop.passes(WINDOW);
        assertThat(shop.comes()).contains(2L);
    }

    @Test
    void more_seats_take_back_no_end_that_was_not_heard_of() {
        shop.push(9);
        SubscriptionId id = endsUnheard();
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.charged()).isEqualTo(9);
        assertThat(goesOn(id)).isFalse();
    }

    @Test
    void a_count_waits_for_no_other_plan_longer_than_until_the_sweep_that_finds_it_gone() {
        assertThat(billing.change(ACME, Change.to("pro"))).isInstanceOf(ChangeOutcome.Scheduled.class);
        shop.quiet = true;
        stripe.resumeSubscription(shop.subscription(), "elsewhere");
        shop.push(9);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.charged()).isEqualTo(3);

        shop.passes(WINDOW);
        assertThat(billing.status(ACME).planned()).isEmpty();
        shop.passes(WINDOW);
        assertThat(shop.charged()).isEqualTo(9);
    }
}
