package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.downgrade;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.beside;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that is paid by the year, with something beside that is charged by the month: what is paid for of the plan is kept. */
class MixedIntervalsTest extends OnStripeDouble {
    private static final long MONTH_ENDS = 1792678400;
    private static final long YEAR_ENDS = 1822678400;

    /** The plan's line ends with the year, the other with the month. */
    private static String yearly(String more) {
        String longer = standing("active", more)
                .replace("\"current_period_end\":" + MONTH_ENDS, "\"current_period_end\":" + YEAR_ENDS);
        return beside(longer, MONTH_ENDS, "\"interval\":\"month\"");
    }

    @Test
    void a_plan_that_is_paid_by_the_year_ends_with_the_year_whatever_is_charged_beside_it() {
        stripe.answers(yearly("")).answers(yearly("\"cancel_at\":" + YEAR_ENDS));
        assertThat(provider.cancelWithPeriodOf(SUB, TEAM, "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(YEAR_ENDS)));
        assertThat(stripe.seen().get(1).parameters()).containsExactly(Map.entry("cancel_at", "" + YEAR_ENDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"price_team", "price_unheard"})
    void what_ends_first_or_is_not_there_ends_with_the_period(String line) {
        String both = beside(standing("active", ""), YEAR_ENDS, "\"interval\":\"year\"");
        stripe.answers(both)
                .answers(standing("active", "\"cancel_at\":" + MONTH_ENDS))
                .answers(standing("active", ""))
                .answers(standing("active", "\"cancel_at\":" + MONTH_ENDS));
        for (String key : new String[] {"k1", "k2"})
            assertThat(provider.cancelWithPeriodOf(SUB, new PriceId(line), key))
                    .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(MONTH_ENDS)));
        for (int call : new int[] {1, 3})
            assertThat(stripe.seen().get(call).parameters()).containsExactly(Map.entry("cancel_at_period_end", "true"));
    }

    @Test
    void a_smaller_plan_comes_once_the_year_that_is_paid_for_is_over() {
        stripe.answers(yearly("")).answers(schedule("", false)).answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(YEAR_ENDS)));
        assertThat(stripe.seen().get(2).parameters())
                .containsEntry("phases[0][end_date]", "" + YEAR_ENDS)
                .containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void its_preview_says_when_it_comes() {
        stripe.answers(yearly(""))
                .answers("{\"currency\":\"eur\",\"total\":10500,\"amount_due\":10500,\"lines\":{\"data\":[]}}");
        assertThat(provider.previewChange(downgrade()).effectiveAt()).isEqualTo(Instant.ofEpochSecond(YEAR_ENDS));
    }

    @Test
    void a_plan_that_was_known_to_end_later_than_its_phase_is_not_cut_short_by_an_older_answer() {
        String renewed = schedule("", false).replace("\"end_date\":" + MONTH_ENDS, "\"end_date\":" + YEAR_ENDS);
        stripe.answers(standing("active", "")).answers(renewed).answers("{}");
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(YEAR_ENDS)));
    }

    @Test
    void an_end_at_once_is_at_once() {
        stripe.answers(yearly("")).answers(standing("canceled", ""));
        assertThat(provider.cancelSubscription(SUB, Timing.NOW, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen().get(1).method()).isEqualTo("DELETE");
    }
}
