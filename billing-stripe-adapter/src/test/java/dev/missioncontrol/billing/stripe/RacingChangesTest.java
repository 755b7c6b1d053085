package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.downgrade;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.gaveWay;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.list;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a change where somebody else changed the subscription between the look at it and the call. */
class RacingChangesTest extends OnStripeDouble {
    /** It has five seats, and three with the next period. */
    private static final String SEATS_PLANNED = standing("active", "\"schedule\":" + schedule(seats(3), true));

    private static String seats(int quantity) {
        return OURS.replace("price_pro", "price_team").replace("\"1\"", "\"" + quantity + "\"");
    }

    private static SubscriptionChange count(long seats, Timing when) {
        return new SubscriptionChange(SUB, TEAM, TEAM, seats, when).keepingPlanned();
    }

    private List<String> paths() {
        return stripe.seen().stream().map(StripeDouble.Seen::path).toList();
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

    @Test
    void seats_that_were_counted_leave_what_was_planned_beside_them() {
        stripe.answers(standing("active", ""))
                .answers(list(""))
                .answers(standing("active", "\"schedule\":\"sub_sched_1\""));
        assertThat(provider.changeSubscription(count(8, Timing.NOW), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(3);
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

    private static String waiting(String price) {
        return "\"pending_update\":{\"expires_at\":1790100000,\"subscription_items\":[{\"id\":\"si_1\",\"quantity\":9,"
                + "\"price\":{\"id\":\"" + price + "\"}}]},\"latest_invoice\":\"in_1\"";
    }
}
