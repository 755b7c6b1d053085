package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.downgrade;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static dev.missioncontrol.billing.stripe.Standing.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a change where somebody else changed the subscription between the look at it and the call. */
class RacingChangesTest extends OnStripeDouble {

    @Test
    void an_upgrade_takes_the_place_of_what_was_planned_beside_it() {
        stripe.answers(standing("active", ""))
                .answers(standing("active", "\"schedule\":\"sub_sched_1\""))
                .answers(Schedules.planned())
                .answers("{}")
                .answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(paths())
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscriptions/sub_1",
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1",
                        "/v1/subscription_schedules/sub_sched_1/release");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subscription\":{\"id\":\"sub_1\",\"cancel_at_period_end\":true}",
                "\"subscription\":{\"id\":\"sub_1\",\"cancel_at\":1792678400}",
                "\"end_behavior\":\"cancel\""
            })
    void a_downgrade_takes_back_no_end_that_was_planned_beside_it(String ends) {
        String made = schedule("", false).replace("\"end_behavior\":\"release\"", ends);
        stripe.answers(standing("active", "")).answers(made).answers("{}");
        ChangeResult result = provider.changeSubscription(downgrade(), "k1");
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(stripe.seen().get(1).parameters()).containsEntry("expand[0]", "subscription");
        assertThat(paths().get(2)).isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
        assertThat(stripe.seen().get(2).parameters()).containsExactly(Map.entry("preserve_cancel_date", "true"));
    }

    @Test
    void a_downgrade_of_what_has_another_price_by_now_is_not_said_to_be_planned() {
        stripe.answers(standing("active", ""))
                .answers(schedule("", false).replace("price_team", "price_big"))
                .answers("{}");
        ChangeResult result = provider.changeSubscription(downgrade(), "k1");
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(paths().get(2)).isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
    }

    @Test
    void a_schedule_that_somebody_is_about_to_fill_is_released_and_a_new_one_made() {
        stripe.answers(standing("active", "\"schedule\":" + schedule("", false)))
                .answers("{}")
                .answers(schedule("", false).replace("sub_sched_1", "sub_sched_2"))
                .answers("{}");
        assertThat(provider.changeSubscription(downgrade(), "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(paths().get(1)).isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
        assertThat(paths().get(3)).isEqualTo("/v1/subscription_schedules/sub_sched_2");
    }

    @Test
    void a_plan_says_again_no_number_of_seats_that_is_not_that_of_today() {
        stripe.answers(Schedules.planned().replace("\"si_1\",\"quantity\":5", "\"si_1\",\"quantity\":8"))
                .answers("{}")
                .answers("{}")
                .answers(schedule("", false).replace("\"quantity\":5", "\"quantity\":8"))
                .answers("{}");
        assertThat(provider.changeSubscription(downgrade(), "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(stripe.seen().get(1).parameters()).containsEntry("metadata[billingGivenUpFor]", "k1");
        assertThat(stripe.seen().get(4).parameters()).containsEntry("phases[0][items][0][quantity]", "8");
    }

    @Test
    void an_invoice_that_was_paid_before_it_could_be_made_void_is_a_change_that_was_made() {
        stripe.answers(standing("active", ""))
                .answers(standing("active", waiting("price_big")))
                .answers("{\"id\":\"in_1\",\"status\":\"open\",\"payments\":{\"data\":[{\"payment\":"
                        + "{\"payment_intent\":{\"status\":\"requires_payment_method\"}}}]}}")
                .refuses(400, "", "", "This invoice is paid.")
                .answers("{\"id\":\"in_1\",\"status\":\"paid\"}");
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(5);
    }

    @Test
    void an_end_at_once_leaves_no_page_that_takes_money_for_a_change() {
        stripe.answers(standing("active", waiting("price_big"))).answers("{}").answers(standing("canceled", ""));
        assertThat(provider.cancelSubscription(SUB, Timing.NOW, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(paths())
                .containsExactly("/v1/subscriptions/sub_1", "/v1/invoices/in_1/void", "/v1/subscriptions/sub_1");
    }
}
