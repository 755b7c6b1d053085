package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seats are pushed that the provider refuses, or that nothing can be charged for: it is told once, and tried once in a window. */
class RefusedSeatsTest extends PushingSeats {
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INVALID_REQUEST", "NOT_FOUND", "AUTHENTICATION", "WRONG_STATE"})
    void what_the_provider_refuses_is_told_once_and_made_once_it_is_taken(Kind kind) {
        List<Object> keys = refuses(kind);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(toldOfRefusals()).singleElement().satisfies(told -> {
            assertThat(told.about()).isEqualTo(WorkNote.About.subscription(Optional.of(ACME), subscription()));
            assertThat(told.seats()).isEqualTo(8);
            assertThat(told.again()).isEqualTo(WINDOW);
            assertThat(told.why()).hasMessageContaining("no attached payment source");
        });
        passes(WINDOW);
        passes(WINDOW);
        assertThat(toldOfRefusals()).hasSize(1);
        assertThat(audited("the seats that were pushed can't be made, 8: "
                        + kind.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(1);
        assertThat(keys).as("a refusal is said again under its key").hasSize(3).doesNotHaveDuplicates();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
        refuses(kind);
        billing.pushSeats(ACME, 9);
        passes(WINDOW);
        assertThat(toldOfRefusals()).as("another refusal").hasSize(2);
    }

    @Test
    void what_the_provider_refuses_is_asked_for_once_in_a_window() {
        List<Object> keys = refuses(Kind.INVALID_REQUEST);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(WINDOW.minusSeconds(1));
        assertThat(keys).hasSize(1);
        passes(Duration.ofSeconds(1));
        assertThat(keys).hasSize(2);
    }

    @Test
    void a_provider_that_is_away_refuses_nothing() {
        List<Object> keys = refuses(Kind.UNAVAILABLE);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(Backoff.FIRST);
        assertThat(keys).hasSizeGreaterThan(1);
        assertThat(toldOfRefusals()).isEmpty();
        assertThat(store.inTransaction(tx -> tx.measures().backlog()).seatsRefusedSince())
                .isEmpty();
    }

    private Optional<Instant> refusedSince() {
        return store.inTransaction(tx -> tx.measures().backlog()).seatsRefusedSince();
    }

    @Test
    void a_count_of_who_has_no_payment_method_is_told_once_and_made_once_there_is_one() {
        List<Object> keys = new ArrayList<>();
        changing = call -> {
            keys.add(call.argument(1));
            return new ChangeResult.Declined(ChangeResult.Declined.NO_PAYMENT_METHOD);
        };
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        for (int i = 0; i < 3; i++) passes(WINDOW);
        assertThat(toldOfRefusals())
                .singleElement()
                .satisfies(told -> assertThat(told.why()).hasMessageContaining("no payment method"));
        assertThat(audited("the seats that were pushed can't be made, 8: no_payment_method"))
                .isEqualTo(1);
        assertThat(audited("asked for team by the month, seats 8: declined")).isZero();
        assertThat(refusedSince()).isPresent();
        assertThat(keys).hasSize(4).doesNotHaveDuplicates();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
        assertThat(refusedSince()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeResult.Reason.class,
            names = {
                "PAID_BY_DEBIT",
                "PAID_BY_UNSUPPORTED_METHOD",
                "PAID_BY_INVOICE",
                "COLLECTION_PAUSED",
                "USAGE_BESIDE"
            })
    void a_count_that_is_not_charged_at_once_is_told_once_and_fewer_that_were_planned_come_no_more(
            ChangeResult.Reason reason) {
        billing.pushSeats(ACME, 2);
        passes(PushSeats.SETTLES);
        assertThat(stripe.plannedChange(subscription()).map(PlannedChange::quantity))
                .contains(2L);

        changing = call -> new ChangeResult.Rejected(reason, "in this test");
        billing.pushSeats(ACME, 8);
        for (int i = 0; i < 4; i++) passes(WINDOW);
        assertThat(stripe.plannedChange(subscription())).isEmpty();
        assertThat(billing.status(ACME).planned()).isEmpty();
        String word = reason.name().toLowerCase(Locale.ROOT);
        assertThat(toldOfRefusals())
                .singleElement()
                .satisfies(told ->
                        assertThat(((ProviderException) told.why()).rule()).contains(reason));
        assertThat(audited("the seats that were pushed can't be made, 8: " + word))
                .isEqualTo(1);
        assertThat(audited("asked for team by the month, seats 8: rejected")).isZero();
        assertThat(refusedSince()).isPresent();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void what_waits_for_something_else_by_now_is_no_refusal_and_its_old_one_is_not_heard_again() {
        List<Object> refused = refuses(Kind.INVALID_REQUEST);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(refusedSince()).isPresent();

        refuses(Kind.UNAVAILABLE);
        passes(WINDOW);
        assertThat(refusedSince()).as("whose provider is away").isPresent();
        changing = call -> new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
        passes(WINDOW);
        assertThat(refusedSince()).isEmpty();

        changing = call -> {
            if (refused.contains(call.argument(1)))
                throw new ProviderException(Kind.INVALID_REQUEST, "said again under its key");
            return call.proceed();
        };
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
        assertThat(toldOfRefusals()).hasSize(1);
    }
}
