package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.PushingShop.ACME;
import static dev.missioncontrol.billing.PushingShop.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.PushSeats;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import dev.missioncontrol.billing.usecase.SeatPush;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Seats that an application pushes as its users come and go. */
class PushedSeatsTest {
    private final PushingShop shop = new PushingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void a_burst_is_one_change_and_the_last_number_wins() {
        shop.push(4, 9, 7, 5);
        billing.runDue();
        assertThat(shop.seats()).isEqualTo(3);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(5);
        assertThat(shop.invoices()).isEqualTo(2);
    }

    @Test
    void a_push_a_minute_for_a_day_stays_below_the_invoices_of_a_day() {
        int before = shop.invoices();
        for (int minute = 0; minute < 24 * 60; minute++) {
            shop.push(4 + minute / 32);
            shop.passes(Duration.ofMinutes(1));
        }
        assertThat(shop.invoices() - before).isBetween(10, 20);
        shop.push(50);
        shop.passes(WINDOW);
        assertThat(shop.seats()).isEqualTo(50);
    }

    @Test
    void a_push_survives_the_process_that_took_it() {
        shop.push(6);
        Billing restarted = shop.node();
        stripe.advance(PushSeats.SETTLES);
        restarted.runDue();
        assertThat(restarted.status(ACME).seats()).isEqualTo(6);
    }

    @Test
    void a_push_back_to_what_there_was_is_made_though_the_process_that_made_more_did_not_live_to_say_so() {
        shop.push(8);
        stripe.advance(PushSeats.SETTLES);
        shop.quiet = true;
        shop.store.inTransaction(tx -> tx.seatPushes().claimDue(1, BillingSettings.STANDARD_LEASE));
        stripe.changePrice(shop.subscription(), PushingShop.TEAM, 8);
        shop.push(3);

        shop.passes(BillingSettings.STANDARD_LEASE);
        shop.passes(WINDOW);

        assertThat(stripe.plannedChange(shop.subscription()))
                .map(PlannedChange::quantity)
                .contains(3L);
    }

    @Test
    void fewer_come_with_the_period_and_are_taken_back_when_people_return() {
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(3);
        assertThat(billing.status(ACME).planned())
                .hasValueSatisfying(
                        planned -> assertThat(planned.terms().seats()).isEqualTo(2));
        shop.push(3);
        shop.passes(WINDOW);
        assertThat(billing.status(ACME).planned()).isEmpty();
        stripe.advance(Duration.ofDays(31));
        assertThat(shop.seats()).isEqualTo(3);
    }

    @Test
    void never_below_those_in_use_never_outside_the_plan() {
        shop.used = () -> OptionalLong.of(8);
        shop.push(5);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(8);
        shop.used = OptionalLong::empty;
        assertThat(billing.pushSeats(ACME, 900)).isEqualTo(new SeatPush.Accepted(50));
        shop.passes(WINDOW);
        assertThat(shop.seats()).isEqualTo(50);
        assertThat(billing.pushSeats(ACME, 0)).isEqualTo(new SeatPush.Accepted(2));
        for (long odd : new long[] {-1, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
            assertThat(billing.pushSeats(ACME, odd)).isInstanceOf(SeatPush.Rejected.class);
    }

    @Test
    void where_nobody_can_say_how_many_are_in_use_none_are_given_up_and_more_are_bought() {
        shop.used = () -> OptionalLong.of(3);
        assertThat(billing.seatsInUse(ACME, OptionalLong.of(2))).hasValue(3);
        assertThat(billing.seatsInUse(ACME, OptionalLong.of(4))).hasValue(4);
        shop.used = () -> {
            throw new SeatUsageException("in a test");
        };
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(((ChangeOutcome.Rejected) billing.change(ACME, Change.toSeats(2)))
                        .rejection()
                        .code())
                .isEqualTo(Code.SEAT_USAGE_UNKNOWN);
        assertThat(((Preview.Rejected) billing.previewChange(ACME, Change.to("pro")))
                        .rejection()
                        .code())
                .isEqualTo(Code.SEAT_USAGE_UNKNOWN);
        assertThat(billing.change(ACME, Change.toSeats(2).whileInUse(OptionalLong.of(2))))
                .isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(billing.seatsInUse(ACME)).isEmpty();
        assertThat(billing.seatsInUse(ACME, OptionalLong.of(2)))
                .as("by the host's signed word")
                .hasValue(2);
        shop.push(7);
        shop.passes(WINDOW);
        assertThat(shop.seats()).isEqualTo(7);
    }

    @Test
    void a_declined_push_is_over_and_the_next_one_tries_again() {
        stripe.declineNextPayment(ACME);
        shop.push(6);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(3);
        shop.passes(WINDOW);
        assertThat(shop.seats()).isEqualTo(3);
        shop.push(6);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(6);
    }

    @Test
    void a_provider_that_is_away_loses_nothing() {
        shop.push(6);
        stripe.goAway();
        shop.passes(PushSeats.SETTLES);
        stripe.comeBack();
        shop.passes(Duration.ofMinutes(1));
        assertThat(shop.seats()).isEqualTo(6);
    }

    @Test
    void who_has_no_subscription_has_no_seats_to_push() {
        assertThat(billing.pushSeats(new TenantId("globex"), 5)).isInstanceOf(SeatPush.Rejected.class);
        billing.cancel(ACME);
        stripe.advance(Duration.ofDays(40));
        assertThat(billing.pushSeats(ACME, 5)).as("it has ended").isInstanceOf(SeatPush.Rejected.class);
    }

    @Test
    void of_what_is_going_to_end_more_are_paid_at_once_and_it_ends_all_the_same() {
        billing.cancel(ACME);
        Instant end = billing.status(ACME).current().cancelAt().orElseThrow();
        shop.push(9);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.seats()).isEqualTo(9);
        assertThat(shop.invoices()).isEqualTo(2);
        assertThat(billing.status(ACME).current().cancelAt()).contains(end);

        shop.push(9);
        shop.passes(WINDOW);
        assertThat(shop.invoices()).as("once").isEqualTo(2);
        stripe.advance(Duration.ofDays(40));
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
    }
}
