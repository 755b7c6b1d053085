package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.gaveWay;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.list;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static dev.missioncontrol.billing.stripe.Standing.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of seats that were counted where somebody else decided something meanwhile: a plan that gives way is planned again. */
class RacingCountsTest extends OnStripeDouble {
    /** It has five seats, and three with the next period. */
    private static final String SEATS_PLANNED = standing("active", "\"schedule\":" + schedule(seats(3), true));

    private static String seats(int quantity) {
        return OURS.replace("price_pro", "price_team").replace("\"1\"", "\"" + quantity + "\"");
    }

    private static SubscriptionChange count(long seats, Timing when) {
        return new SubscriptionChange(SUB, TEAM, TEAM, seats, when).keepingPlanned();
    }

    /** The one that is made has the id of the one before. */
    private void assertPlannedAgain(ChangeResult result) {
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
        StripeDouble.Seen last = stripe.seen().get(stripe.seen().size() - 1);
        assertThat(last.parameters())
                .containsEntry("phases[0][items][0][price]", "price_team")
                .containsEntry("phases[1][items][0][price]", "price_pro")
                .containsEntry("phases[1][items][0][quantity]", "1");
        assertThat(paths()).last().isEqualTo("/v1/subscription_schedules/sub_sched_1");
    }

    @Test
    void more_seats_that_were_counted_plan_again_what_was_decided_while_their_schedule_was_released() {
        stripe.answers(SEATS_PLANNED)
                .answers("{}")
                .answers(schedule(OURS, true))
                .answers(schedule("", false).replace("sub_sched_1", "sub_sched_2"))
                .answers("{}");
        ChangeResult result = provider.changeSubscription(count(8, Timing.NOW), "k1");
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(paths())
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1",
                        "/v1/subscription_schedules/sub_sched_1/release",
                        "/v1/subscription_schedules",
                        "/v1/subscription_schedules/sub_sched_2");
        assertThat(stripe.seen().get(4).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void fewer_seats_that_were_counted_plan_again_what_was_decided_while_their_schedule_was_released() {
        stripe.answers(SEATS_PLANNED)
                .answers("{}")
                .answers(schedule(OURS, true))
                .answers(schedule("", false))
                .answers("{}");
        assertPlannedAgain(provider.changeSubscription(count(2, Timing.PERIOD_END), "k1"));
    }

    @Test
    void seats_that_are_given_up_plan_again_what_was_decided_while_their_schedule_was_released() {
        stripe.answers(SEATS_PLANNED)
                .answers("{}")
                .answers(schedule(OURS, true))
                .answers(schedule("", false))
                .answers("{}");
        assertPlannedAgain(provider.giveUpPlannedChange(SUB, "k1"));
    }

    @Test
    void a_count_that_failed_to_plan_again_what_was_decided_does_so_before_anything_else() {
        stripe.answers(standing("active", ""))
                .answers(list(gaveWay()))
                .answers(schedule("", false))
                .answers("{}");
        assertPlannedAgain(provider.changeSubscription(count(8, Timing.NOW), "k1"));
    }

    @Test
    void a_count_plans_nothing_again_over_an_end_that_was_decided_since() {
        String ends = standing("active", "\"cancel_at\":1792678400");
        stripe.answers(ends).answers(ends);
        assertThat(provider.changeSubscription(count(8, Timing.NOW), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(2);
        assertThat(stripe.seen().get(1).parameters())
                .containsEntry("items[0][quantity]", "8")
                .containsEntry("payment_behavior", "pending_if_incomplete")
                .doesNotContainKeys("cancel_at", "cancel_at_period_end");
    }

    /** Releasing it would take back the end with it. */
    @Test
    void a_count_releases_no_schedule_of_what_is_going_to_end() {
        stripe.answers(standing("active", "\"cancel_at\":1792678400,\"schedule\":" + schedule(seats(3), true)));
        ChangeResult result = provider.changeSubscription(count(8, Timing.NOW), "k1");
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(stripe.seen()).hasSize(1);
    }

    @Test
    void what_gave_way_to_another_request_keeps_no_count_away() {
        stripe.answers(standing("active", "")).answers(list(gaveWay())).answers(standing("active", ""));
        assertThat(provider.changeSubscription(count(8, Timing.NOW), "k2")).isEqualTo(new ChangeResult.Applied());
    }

    @Test
    void fewer_seats_and_those_that_are_given_up_plan_again_first_what_they_failed_to() {
        for (int i = 0; i < 2; i++)
            stripe.answers(standing("active", ""))
                    .answers(list(gaveWay()))
                    .answers(schedule("", false))
                    .answers("{}");
        assertPlannedAgain(provider.changeSubscription(count(2, Timing.PERIOD_END), "k1"));
        assertPlannedAgain(provider.giveUpPlannedChange(SUB, "k1"));
    }

    @Test
    void a_count_that_made_a_schedule_and_failed_to_fill_it_plans_again_in_another_what_it_took() {
        for (SubscriptionChange count : List.of(count(8, Timing.NOW), count(2, Timing.PERIOD_END))) {
            int before = stripe.seen().size();
            stripe.answers(standing("active", "\"schedule\":" + schedule("", false)))
                    .answers(list(gaveWay()))
                    .answers("{}")
                    .answers(schedule("", false).replace("sub_sched_1", "sub_sched_3"))
                    .answers("{}");
            ChangeResult result = provider.changeSubscription(count, "k1");
            assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
            assertThat(paths().subList(before + 2, before + 5))
                    .containsExactly(
                            "/v1/subscription_schedules/sub_sched_1/release",
                            "/v1/subscription_schedules",
                            "/v1/subscription_schedules/sub_sched_3");
            assertThat(stripe.seen().get(before + 4).parameters())
                    .containsEntry("phases[1][items][0][price]", "price_pro");
            assertThat(stripe.seen().get(before + 3).header("Idempotency-Key"))
                    .contains("k1:restore:sub_sched_1:schedule");
        }
    }

    @Test
    void a_count_waits_for_who_may_be_about_to_fill_a_schedule_before_it_plans_again_what_it_took() {
        String young = schedule("", false).replace("\"end_behavior\"", "\"created\":1790000000,\"end_behavior\"");
        stripe.answers(standing("active", "\"schedule\":" + young)).answers(list(gaveWay()));
        ChangeResult result = provider.changeSubscription(count(8, Timing.NOW), "k1");
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.UNDER_WAY);
        assertThat(stripe.seen()).hasSize(2);
    }

    @Test
    void what_a_count_took_is_not_planned_over_seats_that_were_bought_since() {
        stripe.answers(standing("active", ""))
                .answers(list(gaveWay().replace("\"quantity\":5", "\"quantity\":4")))
                .answers(standing("active", ""));
        assertThat(provider.changeSubscription(count(8, Timing.NOW), "k1")).isEqualTo(new ChangeResult.Applied());
    }

    @Test
    void seats_that_were_counted_take_the_place_of_others_in_a_schedule_of_their_own() {
        stripe.answers(SEATS_PLANNED)
                .answers("{}")
                .answers(schedule(seats(3), true))
                .answers(schedule("", false).replace("sub_sched_1", "sub_sched_2"))
                .answers("{}");
        assertThat(provider.changeSubscription(count(2, Timing.PERIOD_END), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(paths().get(4)).isEqualTo("/v1/subscription_schedules/sub_sched_2");
        assertThat(stripe.seen().get(3).header("Idempotency-Key")).contains("k1:sub_sched_1:schedule");
    }

    @Test
    void seats_that_are_planned_already_are_not_planned_again() {
        stripe.answers(SEATS_PLANNED);
        assertThat(provider.changeSubscription(count(3, Timing.PERIOD_END), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
    }

    @Test
    void seats_that_were_counted_leave_what_was_planned_beside_them() {
        stripe.answers(standing("active", ""))
                .answers(list(""))
                .answers(standing("active", "\"schedule\":\"sub_sched_1\""));
        assertThat(provider.changeSubscription(count(8, Timing.NOW), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(3);
    }

    @Test
    void seats_that_were_counted_wait_for_a_change_of_which_nobody_says_what_it_is() {
        for (String more : new String[] {
            waiting("price_big"), "\"pending_update\":{\"expires_at\":1790100000},\"latest_invoice\":\"in_1\""
        }) {
            stripe.answers(standing("active", more));
            assertThat(provider.changeSubscription(count(8, Timing.NOW), "k1"))
                    .isInstanceOf(ChangeResult.Rejected.class);
        }
        stripe.answers(standing("active", waiting("price_team")))
                .answers(list(""))
                .answers(standing("active", ""));
        assertThat(provider.changeSubscription(count(8, Timing.NOW), "k1")).isEqualTo(new ChangeResult.Applied());
    }
}
