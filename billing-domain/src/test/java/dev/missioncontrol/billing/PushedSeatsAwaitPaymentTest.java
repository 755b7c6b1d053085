package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.PushingShop.ACME;
import static dev.missioncontrol.billing.PushingShop.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.PushSeats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fewer seats are planned, and more seats give them way or are asked for in their place: the newest count stays known. */
class PushedSeatsAwaitPaymentTest {
    /** Longer than a change waits for its payment, and than the window that a push waits for after that. */
    private static final Duration LAPSED = Duration.ofHours(25);

    private final PushingShop shop = new PushingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    /** Of three seats two are planned. */
    @BeforeEach
    void counted() {
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        assertThat(planned()).containsExactly(2L);
    }

    private List<Long> planned() {
        return stripe.plannedChange(shop.subscription()).map(PlannedChange::quantity).stream()
                .toList();
    }

    private void bankAsks() {
        stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
    }

    private void pushedAndAskedAbout(long seats) {
        bankAsks();
        shop.push(seats);
        shop.passes(WINDOW);
        assertThat(audited("asked for team by the month, seats " + seats + ": paymentneeded"))
                .isEqualTo(1);
    }

    private long audited(String rule) {
        return shop.store.inTransaction(tx -> tx.journal().audit(ACME, 1, 100).stream()
                .map(AuditEntry::rule)
                .filter(rule::equals)
                .count());
    }

    @Test
    void seats_that_gave_way_to_what_a_person_asked_for_and_are_counted_again_come_though_that_is_paid() {
        bankAsks();
        assertThat(billing.change(ACME, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        shop.push(2);
        shop.passes(WINDOW);
        stripe.confirmPayment(shop.subscription());
        assertThat(shop.seats()).isEqualTo(9);
        shop.passes(WINDOW);
        assertThat(planned()).containsExactly(2L);
    }

    @Test
    void seats_that_are_planned_already_are_asked_for_once() {
        for (int i = 0; i < 3; i++) {
            shop.push(2);
            shop.passes(WINDOW);
        }
        assertThat(planned()).containsExactly(2L);
        assertThat(audited("asked for team by the month, seats 2: scheduled")).isEqualTo(1);
    }

    @Test
    void seats_that_gave_way_to_a_newer_count_do_not_come_though_nobody_paid_for_that() {
        pushedAndAskedAbout(8);
        shop.passes(LAPSED);
        assertThat(planned()).isEmpty();
        stripe.advance(Duration.ofDays(31));
        assertThat(shop.seats()).isEqualTo(3);
    }

    @Test
    void seats_that_gave_way_to_a_newer_count_do_not_come_though_the_card_was_declined() {
        stripe.declineNextPayment(ACME);
        shop.push(8);
        shop.passes(WINDOW);
        assertThat(planned()).isEmpty();
        stripe.advance(Duration.ofDays(31));
        assertThat(shop.seats()).isEqualTo(3);
    }

    @Test
    void what_was_counted_while_a_count_waited_for_the_bank_is_made_once_that_is_paid() {
        pushedAndAskedAbout(8);
        shop.push(3);
        shop.passes(WINDOW);
        stripe.confirmPayment(shop.subscription());
        assertThat(shop.seats()).isEqualTo(8);
        shop.passes(WINDOW);
        assertThat(planned()).containsExactly(3L);
    }

    @Test
    void what_was_counted_while_a_count_waited_is_not_taken_for_done_before_it_is_heard_that_that_is_paid() {
        pushedAndAskedAbout(8);
        shop.push(3);
        shop.quiet = true;
        stripe.confirmPayment(shop.subscription());
        assertThat(shop.seats()).isEqualTo(3);
        shop.passes(WINDOW);
        billing.sync(ACME);
        assertThat(shop.seats()).isEqualTo(8);
        shop.passes(WINDOW);
        assertThat(planned()).containsExactly(3L);
    }

    @Test
    void a_count_that_nobody_paid_for_in_time_is_told_and_the_next_one_tries_again() {
        pushedAndAskedAbout(8);
        shop.passes(WINDOW);
        assertThat(audited("nobody paid in time for the seats that were pushed, 8"))
                .isZero();
        shop.passes(LAPSED);
        assertThat(audited("nobody paid in time for the seats that were pushed, 8"))
                .isEqualTo(1);
        shop.push(8);
        shop.passes(WINDOW);
        assertThat(shop.seats()).isEqualTo(8);
    }
}
