package dev.missioncontrol.billing.account;

import static dev.missioncontrol.billing.account.Transition.Type.CANCELLATION_REVOKED;
import static dev.missioncontrol.billing.account.Transition.Type.CANCELLATION_SCHEDULED;
import static dev.missioncontrol.billing.account.Transition.Type.PAYMENT_FAILED;
import static dev.missioncontrol.billing.account.Transition.Type.PAYMENT_RECOVERED;
import static dev.missioncontrol.billing.account.Transition.Type.PLAN_CHANGED;
import static dev.missioncontrol.billing.account.Transition.Type.SEATS_CHANGED;
import static dev.missioncontrol.billing.account.Transition.Type.SUBSCRIPTION_ENDED;
import static dev.missioncontrol.billing.account.Transition.Type.SUBSCRIPTION_STARTED;
import static dev.missioncontrol.billing.account.Transition.Type.SUBSCRIPTION_UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application is told of a change: one thing, and of several the one that it must act on. */
class TransitionTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-02-01T00:00:00Z");
    private static final CurrentSubscription NOTHING = CurrentSubscription.none(CATALOG);

    private static CurrentSubscription has(ASnapshot answer) {
        return has(answer, START);
    }

    private static CurrentSubscription has(ASnapshot answer, Instant asked) {
        var said = answer.said();
        TrackedSubscription settled = TrackedSubscription.unknown(said.id(), false)
                .mark()
                .settle(new FetchedSubscription.Found(said, asked), 1, CATALOG)
                .next();
        return CurrentSubscription.of(List.of(settled), CATALOG);
    }

    private static ASnapshot team(String status, long seats) {
        return ASnapshot.of("sub_1", START).status(status).monthly("price_team_monthly", seats, END);
    }

    private static ASnapshot pro(String status) {
        return ASnapshot.of("sub_1", START).status(status).monthly("price_pro_monthly", 1, END);
    }

    private static ASnapshot ending(ASnapshot answer) {
        return answer.cancelAt(Optional.of(END));
    }

    private static CurrentSubscription active() {
        return has(team("active", 3));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("bought", NOTHING, active(), SUBSCRIPTION_STARTED),
                arguments("bought anew", has(team("canceled", 3)), active(), SUBSCRIPTION_STARTED),
                arguments("bought, and owing", NOTHING, has(team("past_due", 3)), SUBSCRIPTION_STARTED),
                arguments("over", active(), has(team("canceled", 3)), SUBSCRIPTION_ENDED),
                arguments("over, while owing", has(team("past_due", 3)), has(team("canceled", 3)), SUBSCRIPTION_ENDED),
                arguments("owing", active(), has(team("past_due", 3)), PAYMENT_FAILED),
                arguments("resting", active(), has(team("paused", 3)), PAYMENT_FAILED),
                arguments("owing, of another plan", active(), has(pro("past_due")), PAYMENT_FAILED),
                arguments("given up", has(team("past_due", 3)), has(team("unpaid", 3)), SUBSCRIPTION_UPDATED),
                arguments("paid", has(team("past_due", 3)), active(), PAYMENT_RECOVERED),
                arguments("paid, of another plan", has(team("past_due", 3)), has(pro("active")), PAYMENT_RECOVERED),
                arguments("another plan", active(), has(pro("active")), PLAN_CHANGED),
                arguments("another plan, ending", active(), has(ending(pro("active"))), PLAN_CHANGED),
                arguments("more seats", active(), has(team("active", 4)), SEATS_CHANGED),
                arguments("more seats, ending", active(), has(ending(team("active", 4))), SEATS_CHANGED),
                arguments("ending", active(), has(ending(team("active", 3))), CANCELLATION_SCHEDULED),
                arguments("kept", has(ending(team("active", 3))), active(), CANCELLATION_REVOKED),
                arguments(
                        "ending later",
                        has(ending(team("active", 3))),
                        has(team("active", 3).cancelAt(Optional.of(END.plusSeconds(60)))),
                        SUBSCRIPTION_UPDATED),
                arguments("a trial over", has(team("trialing", 3)), active(), SUBSCRIPTION_UPDATED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void each_change_is_called_by_what_an_application_must_act_on(
            String what, CurrentSubscription before, CurrentSubscription after, Transition.Type type) {
        assertThat(Transition.between(before, after)).contains(new Transition(type, before, after));
    }

    @Test
    void to_know_it_more_surely_or_later_is_no_change() {
        CurrentSubscription later = has(team("active", 3), START.plusSeconds(60));
        assertThat(later.asOf()).isNotEqualTo(active().asOf());
        assertThat(Transition.between(active(), later)).isEmpty();
    }
}
