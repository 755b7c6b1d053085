package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.FetchedSubscription.Found;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seats are pushed while it can't be told how many there are, or something else happens to the subscription. No event arrives. */
class ApplySeatsTest extends PushingSeats {
    private static final String NOT_CHANGEABLE = "the seats that were pushed can't be made, 8: not_changeable";

    /** It is not asked for longer than any push waits. */
    private void fetchWaits() {
        fetching = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(WINDOW.multipliedBy(3)), null);
        };
    }

    @Test
    void a_count_is_not_taken_for_what_there_is_while_that_waits_for_its_fetch() {
        billing.pushSeats(ACME, 8);
        fetchWaits();
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);

        billing.pushSeats(ACME, 3);
        fetching = Intercepted.Call::proceed;
        passes(WINDOW);
        passes(Backoff.FIRST);
        assertThat(stripe.plannedChange(subscription()).map(PlannedChange::quantity))
                .contains(3L);
    }

    @Test
    void a_count_that_is_what_there_is_keeps_the_next_one_waiting_for_no_window() {
        fetchWaits();
        fetchesAnew();
        fetching = Intercepted.Call::proceed;
        billing.pushSeats(ACME, 3);
        passes(PushSeats.SETTLES);

        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void a_count_outlasts_a_key_of_the_other_mode_and_the_audit_says_so_once() {
        billing.pushSeats(ACME, 8);
        otherMode = true;
        passes(PushSeats.SETTLES);
        for (int i = 0; i < 5; i++) passes(WINDOW);
        assertThat(audited(NOT_CHANGEABLE)).isEqualTo(1);
        otherMode = false;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeResult.Reason.class,
            names = {"UNDER_WAY", "CHANGED_MEANWHILE"})
    void what_happens_to_the_subscription_meanwhile_is_waited_for_for_minutes(ChangeResult.Reason reason) {
        int[] asked = new int[1];
        changing = call -> {
            asked[0]++;
            return new ChangeResult.Rejected(reason, "in this test");
        };
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(LostPlans.ASKED_AGAIN.minusSeconds(1));
        assertThat(asked[0]).isEqualTo(1);

        changing = Intercepted.Call::proceed;
        passes(Duration.ofSeconds(1));
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void a_count_waits_while_another_governs_the_subscription_and_the_audit_says_so_once() {
        changing = call -> new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        for (int i = 0; i < 5; i++) passes(WINDOW);
        assertThat(seats()).isEqualTo(3);
        assertThat(audited("asked for team by the month, seats 8: rejected")).isEqualTo(1);
        assertThat(toldOfRefusals()).isEmpty();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void the_audit_says_that_a_count_was_rejected_also_where_it_was_put_off_before() {
        refuses(Kind.UNAVAILABLE);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        changing = call -> new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
        for (int i = 0; i < 4; i++) passes(WINDOW);
        assertThat(audited("asked for team by the month, seats 8: rejected")).isEqualTo(1);
    }

    private void fetchesAnew() {
        store.inTransaction(tx -> {
            Instant now = stripe.clock().instant();
            tx.accounts()
                    .save(
                            tx.accounts()
                                    .lockSubscription(subscription(), false, now)
                                    .mark(),
                            now);
            return null;
        });
        billing.runDue();
    }

    private static SubscriptionSnapshot withAnotherLine(SubscriptionSnapshot said) {
        ASnapshot two = ASnapshot.of(said.id(), said.created())
                .customer(said.customer())
                .status(said.status())
                .item("price_team_yearly", 1);
        said.items().forEach(two::item);
        return two.said();
    }

    @Test
    void a_count_waits_while_the_subscription_has_two_lines_of_its_plan_and_the_audit_says_so_once() {
        boolean[] twoLines = {true};
        fetching = call -> {
            Found found = (Found) call.proceed();
            return twoLines[0] ? new Found(withAnotherLine(found.snapshot()), found.at()) : found;
        };
        fetchesAnew();
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        for (int i = 0; i < 5; i++) passes(WINDOW);
        assertThat(seats()).isEqualTo(3);
        assertThat(audited(NOT_CHANGEABLE)).isEqualTo(1);
        assertThat(toldOfRefusals()).as("of what somebody agreed on").isEmpty();

        twoLines[0] = false;
        fetchesAnew();
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }
}
