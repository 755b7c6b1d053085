package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.ChangePolicy;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.PushSeats;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import dev.missioncontrol.billing.usecase.SeatPush;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seats that an application pushes as its users come and go. Time passes by the clock alone. */
class PushedSeatsTest {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    private static final PriceId PRO = new PriceId("pro_m");
    private static final Duration WINDOW = ChangePolicy.STANDARD_SEAT_WINDOW;

    private final TenantId acme = new TenantId("acme");
    private final PlanCatalog catalog = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).seats(1, 1).monthly("pro_m", 2000, "usd"),
            Plan.draft("team")
                    .rank(2)
                    .seats(2, 50)
                    .monthly("team_m", 1500, "usd")
                    .yearly("team_y", 15_000, "usd"));
    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(JAN_1);
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private Supplier<OptionalLong> used = OptionalLong::empty;
    private final Billing billing = node();

    /** Whether no event arrives. */
    private boolean quiet;

    private Billing node() {
        return Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .seatUsage(tenant -> used.get())
                .build();
    }

    @BeforeEach
    void buy() {
        stripe.onEvent(event -> {
            if (quiet) return;
            billing.accept(event);
            billing.runDue();
        });
        stripe.pay(billing.startCheckout(acme, Checkout.of("team").seats(3)));
    }

    private void push(long... counts) {
        for (long seats : counts) assertThat(billing.pushSeats(acme, seats)).isInstanceOf(SeatPush.Accepted.class);
    }

    private void passes(Duration time) {
        stripe.advance(time);
        billing.runDue();
    }

    private int invoices() {
        return billing.invoices(acme, Optional.empty(), 100).invoices().size();
    }

    private int seats() {
        return billing.status(acme).seats();
    }

    @Test
    void a_burst_is_one_change_and_the_last_number_wins() {
        push(4, 9, 7, 5);
        billing.runDue();
        assertThat(seats()).isEqualTo(3);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(5);
        assertThat(invoices()).isEqualTo(2);
    }

    @Test
    void a_push_a_minute_for_a_day_stays_below_the_invoices_of_a_day() {
        int before = invoices();
        for (int minute = 0; minute < 24 * 60; minute++) {
            push(4 + minute / 32);
            passes(Duration.ofMinutes(1));
        }
        assertThat(invoices() - before).isBetween(10, 20);
        push(50);
        passes(WINDOW);
        assertThat(seats()).isEqualTo(50);
    }

    @Test
    void a_push_survives_the_process_that_took_it() {
        push(6);
        Billing restarted = node();
        stripe.advance(PushSeats.SETTLES);
        restarted.runDue();
        assertThat(restarted.status(acme).seats()).isEqualTo(6);
    }

    @Test
    void fewer_come_with_the_period_and_are_taken_back_when_people_return() {
        push(2);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(3);
        assertThat(billing.status(acme).planned())
                .hasValueSatisfying(
                        planned -> assertThat(planned.terms().seats()).isEqualTo(2));
        push(3);
        passes(WINDOW);
        assertThat(billing.status(acme).planned()).isEmpty();
        stripe.advance(Duration.ofDays(31));
        assertThat(seats()).isEqualTo(3);
    }

    @Test
    void never_below_those_in_use_never_outside_the_plan() {
        used = () -> OptionalLong.of(8);
        push(5);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
        used = OptionalLong::empty;
        assertThat(billing.pushSeats(acme, 900)).isEqualTo(new SeatPush.Accepted(50));
        passes(WINDOW);
        assertThat(seats()).isEqualTo(50);
        assertThat(billing.pushSeats(acme, 0)).isEqualTo(new SeatPush.Accepted(2));
        for (long odd : new long[] {-1, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
            assertThat(billing.pushSeats(acme, odd)).isInstanceOf(SeatPush.Rejected.class);
    }

    @Test
    void where_nobody_can_say_how_many_are_in_use_none_are_given_up_and_more_are_bought() {
        used = () -> {
            throw new SeatUsageException("in a test");
        };
        push(2);
        passes(PushSeats.SETTLES);
        assertThat(billing.status(acme).planned()).isEmpty();
        assertThat(((ChangeOutcome.Rejected) billing.change(acme, Change.toSeats(2)))
                        .rejection()
                        .code())
                .isEqualTo(Code.SEAT_USAGE_UNKNOWN);
        assertThat(((Preview.Rejected) billing.previewChange(acme, Change.to("pro")))
                        .rejection()
                        .code())
                .isEqualTo(Code.SEAT_USAGE_UNKNOWN);
        assertThat(billing.change(acme, Change.toSeats(2).whileInUse(OptionalLong.of(2))))
                .isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(billing.seatsInUse(acme)).isEmpty();
        push(7);
        passes(WINDOW);
        assertThat(seats()).isEqualTo(7);
    }

    @Test
    void what_a_person_planned_is_not_undone_by_a_count() {
        billing.change(acme, Change.to("pro"));
        push(9);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(3);
        assertThat(billing.status(acme).planned())
                .hasValueSatisfying(
                        planned -> assertThat(planned.terms().plan().key()).isEqualTo("pro"));
        billing.resume(acme);
        passes(WINDOW);
        assertThat(seats()).isEqualTo(9);
    }

    @Test
    void a_declined_push_is_over_and_the_next_one_tries_again() {
        stripe.declineNextPayment(acme);
        push(6);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(3);
        passes(WINDOW);
        assertThat(seats()).isEqualTo(3);
        push(6);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(6);
    }

    @Test
    void a_provider_that_is_away_loses_nothing() {
        push(6);
        stripe.goAway();
        passes(PushSeats.SETTLES);
        stripe.comeBack();
        passes(Duration.ofMinutes(1));
        assertThat(seats()).isEqualTo(6);
    }

    /** The customer ends it at the provider, and no event tells of it. */
    private SubscriptionId endsUnheard() {
        quiet = true;
        SubscriptionId id = stripe.subscriptionOf(acme).orElseThrow();
        stripe.cancelAtPeriodEnd(id, CancelShape.FLEXIBLE);
        assertThat(billing.status(acme).current().cancelAt()).isEmpty();
        return id;
    }

    private boolean goesOn(SubscriptionId id) {
        return stripe.subscription(id).orElseThrow().cancelAt().isEmpty();
    }

    @Test
    void a_count_that_comes_back_takes_back_no_end_that_was_not_heard_of() {
        push(2);
        passes(PushSeats.SETTLES);
        push(3);
        SubscriptionId id = endsUnheard();
        passes(WINDOW);
        passes(WINDOW);
        assertThat(goesOn(id)).isFalse();
    }

    @Test
    void a_count_that_goes_down_takes_back_no_end_that_was_not_heard_of() {
        push(2);
        SubscriptionId id = endsUnheard();
        passes(PushSeats.SETTLES);
        passes(WINDOW);
        assertThat(goesOn(id)).isFalse();
        assertThat(stripe.plannedChange(id)).isEmpty();
    }

    /** Another plan is scheduled, and nobody here hears of it. */
    private SubscriptionId plansUnheard() {
        quiet = true;
        SubscriptionId id = stripe.subscriptionOf(acme).orElseThrow();
        PriceId team = new PriceId("team_m");
        stripe.changeSubscription(
                new SubscriptionChange(id, team, PRO, 1, Timing.PERIOD_END, false, Optional.empty()), "elsewhere");
        return id;
    }

    private Optional<PriceId> planned(SubscriptionId id) {
        return stripe.plannedChange(id).map(PlannedChange::price);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 2})
    void a_count_undoes_no_other_plan_that_was_not_heard_of(long seats) {
        push(seats);
        SubscriptionId id = plansUnheard();
        passes(PushSeats.SETTLES);
        passes(WINDOW);
        assertThat(planned(id)).contains(PRO);
        assertThat(seats()).isEqualTo(3);
    }

    @Test
    void a_count_that_comes_back_gives_up_no_other_plan_that_was_not_heard_of() {
        push(2);
        passes(PushSeats.SETTLES);
        push(3);
        SubscriptionId id = plansUnheard();
        passes(WINDOW);
        passes(WINDOW);
        assertThat(planned(id)).contains(PRO);
    }

    @Test
    void a_count_waits_until_seats_that_were_added_elsewhere_are_paid() {
        SubscriptionId id = stripe.subscriptionOf(acme).orElseThrow();
        stripe.declinePayments(acme);
        stripe.changePrice(id, new PriceId("team_m"), 8);
        assertThat(seats()).isEqualTo(3);
        push(3);
        passes(PushSeats.SETTLES);
        stripe.acceptPayments(acme);
        stripe.payOpenInvoice(id);
        assertThat(seats()).isEqualTo(8);

        passes(WINDOW);
        assertThat(billing.status(acme).planned())
                .hasValueSatisfying(
                        planned -> assertThat(planned.terms().seats()).isEqualTo(3));
    }

    @Test
    void an_end_leaves_nothing_planned_though_the_provider_can_not_be_asked_after_it() {
        push(2);
        passes(PushSeats.SETTLES);
        SubscriptionId id = stripe.subscriptionOf(acme).orElseThrow();
        quiet = true;
        store.inTransaction(tx -> {
            Instant now = stripe.clock().instant();
            tx.accounts().lockTenant(acme, "none", now);
            tx.accounts().save(tx.accounts().lockSubscription(id, false, now).mark(), now);
            return tx.refreshes().claim(List.of(id), Duration.ofMinutes(1));
        });
        assertThat(billing.cancel(acme)).isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(billing.status(acme).planned()).isEmpty();
    }

    @Test
    void a_count_waits_for_who_takes_back_the_end() {
        billing.cancel(acme);
        push(6);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(3);

        billing.resume(acme);
        passes(WINDOW);
        assertThat(seats()).isEqualTo(6);
    }

    @Test
    void who_has_no_subscription_has_no_seats_to_push() {
        assertThat(billing.pushSeats(new TenantId("globex"), 5)).isInstanceOf(SeatPush.Rejected.class);
        billing.cancel(acme);
        push(9);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(3);
        assertThat(billing.status(acme).current().cancelAt()).isPresent();
    }
}
