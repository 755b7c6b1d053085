package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.PRO;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.downgrade;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire when a change is planned for the next period, and when another one meets it. */
class PlannedChangesTest extends OnStripeDouble {
    private static final String OURS =
            "\"metadata\":{\"billingPlannedPrice\":\"price_pro\",\"billingPlannedQuantity\":\"1\"}";

    @Test
    void a_downgrade_is_planned_in_two_phases_and_says_again_what_is_known() {
        stripe.answers(standing("active", "")).answers(schedule("", false)).answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen().get(1).parameters()).containsOnlyKeys("from_subscription");
        assertThat(stripe.seen().get(2).path()).isEqualTo("/v1/subscription_schedules/sub_sched_1");
        assertThat(stripe.seen().get(2).parameters())
                .containsEntry("end_behavior", "release")
                .containsEntry("phases[0][start_date]", "1790086400")
                .containsEntry("phases[0][end_date]", "1792678400")
                .containsEntry("phases[0][items][0][price]", "price_team")
                .containsEntry("phases[0][items][0][quantity]", "5")
                .containsEntry("phases[1][items][0][price]", "price_pro")
                .containsEntry("phases[1][items][0][quantity]", "1")
                .containsEntry("phases[1][items][0][tax_rates][0]", "txr_1")
                .containsEntry("phases[1][items][1][price]", "price_support")
                .containsEntry("phases[0][discounts][0][discount]", "di_1")
                .containsEntry("phases[1][discounts][0][discount]", "di_1")
                .containsEntry("phases[1][automatic_tax][enabled]", "true")
                .containsEntry("phases[1][default_payment_method]", "pm_1")
                .containsEntry("phases[1][proration_behavior]", "none")
                .containsEntry("phases[1][duration][interval]", "day");
    }

    @Test
    void a_schedule_whose_change_has_come_is_let_go_and_a_new_one_made_for_the_period() {
        String come = schedule(OURS, true)
                .replace(
                        "\"current_phase\":{\"start_date\":1790086400,\"end_date\":1792678400}",
                        "\"current_phase\":{\"start_date\":1792678400,\"end_date\":1792764800}");
        stripe.answers(standing("active", "\"schedule\":" + come))
                .answers("{}")
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen())
                .extracting(StripeDouble.Seen::path)
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1/release",
                        "/v1/subscription_schedules",
                        "/v1/subscription_schedules/sub_sched_1");
    }

    @Test
    void what_is_planned_can_be_read_again_until_it_has_happened() {
        stripe.answers(standing("active", "\"schedule\":" + schedule(OURS, true)))
                .answers(standing("active", "\"schedule\":" + schedule(OURS, false)))
                .answers(standing("active", "\"schedule\":null"));
        assertThat(provider.plannedChange(SUB)).contains(new PlannedChange(PRO, 1, Instant.ofEpochSecond(1792678400)));
        assertThat(provider.plannedChange(SUB)).isEmpty();
        assertThat(provider.plannedChange(SUB)).isEmpty();
    }

    @Test
    void a_schedule_in_the_way_is_released_first() {
        stripe.answers(standing("active", "\"schedule\":" + schedule(OURS, true)))
                .answers("{}")
                .answers(standing("active", "\"cancel_at_period_end\":true"));
        assertThat(provider.cancelSubscription(SUB, Timing.PERIOD_END, "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen())
                .extracting(StripeDouble.Seen::path)
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1/release",
                        "/v1/subscriptions/sub_1");
        assertThat(stripe.seen().get(2).parameters())
                .containsExactly(java.util.Map.entry("cancel_at_period_end", "true"));
    }

    @Test
    void a_declined_upgrade_leaves_the_planned_downgrade_planned() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .refuses(402, "card_declined", "", "Your card was declined.")
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(stripe.seen().get(5).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void an_upgrade_notes_what_it_gives_up_before_it_does() {
        stripe.answers(planned()).answers("{}").answers("{}").answers(standing("active", ""));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen())
                .extracting(StripeDouble.Seen::path)
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1",
                        "/v1/subscription_schedules/sub_sched_1/release",
                        "/v1/subscriptions/sub_1");
        assertThat(stripe.seen().get(1).parameters())
                .containsExactly(java.util.Map.entry("metadata[billingGivenUpFor]", "k1"));
    }

    @Test
    void an_upgrade_that_is_refused_leaves_the_planned_downgrade_planned_too() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .refuses(400, "", "items[0][price]", "No such price.")
                .answers(standing("active", ""))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(7);
        assertThat(stripe.seen().get(6).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
        assertThat(stripe.seen())
                .flatExtracting(seen -> seen.header("Idempotency-Key").stream().toList())
                .contains("k1:release:sub_sched_1", "k1:restore:sub_sched_1:plan");
    }

    @Test
    void a_release_that_was_made_but_not_answered_leaves_the_planned_downgrade_planned() {
        stripe.answers(planned())
                .answers("{}")
                .breaks()
                .answers(standing("active", ""))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(6);
        assertThat(stripe.seen().get(5).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void a_release_that_was_not_made_is_no_reason_to_plan_again() {
        stripe.answers(planned()).answers("{}").breaks().answers(planned());
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(4);
    }

    @Test
    void an_upgrade_that_was_not_answered_and_not_made_leaves_the_planned_downgrade_planned() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .breaks()
                .answers(standing("active", ""))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen().get(6).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void an_upgrade_that_was_stopped_after_the_release_finds_what_it_gave_up_when_it_is_made_again() {
        stripe.answers(standing("active", ""))
                .refuses(402, "card_declined", "", "Your card was declined.")
                .answers(list(givenUp("sub_sched_2", "k1")))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(stripe.seen().get(2).parameters()).containsEntry("customer", "cus_1");
        assertThat(stripe.seen().get(4).parameters())
                .containsEntry("phases[1][items][0][price]", "price_pro")
                .containsEntry("phases[1][items][0][quantity]", "1");
        assertThat(stripe.seen().get(4).header("Idempotency-Key")).contains("k1:restore:sub_sched_2:plan");
    }

    @Test
    void what_another_request_gave_up_or_was_planned_since_or_is_past_is_not_planned_again() {
        String ours = givenUp("sub_sched_2", "k1");
        for (String schedules : new String[] {
            "",
            givenUp("sub_sched_2", "k2"),
            ours.replace("sub_1", "sub_2"),
            ours.replace("1792678400", "1789000000"),
            givenUp("sub_sched_3", "") + "," + ours
        }) {
            stripe.answers(standing("active", ""))
                    .refuses(402, "card_declined", "", "Your card was declined.")
                    .answers(list(schedules));
            assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
        }
        assertThat(stripe.seen()).hasSize(15);
    }

    @Test
    void a_schedule_that_was_begun_and_never_filled_hides_nothing_that_was_given_up() {
        String empty = "{\"id\":\"sub_sched_3\",\"released_subscription\":\"sub_1\",\"metadata\":{},\"phases\":[]}";
        stripe.answers(standing("active", ""))
                .refuses(402, "card_declined", "", "Your card was declined.")
                .answers(list(empty + "," + givenUp("sub_sched_2", "k1")))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(stripe.seen()).hasSize(5);
    }

    @Test
    void what_was_made_though_it_was_said_to_have_failed_keeps_what_was_planned_away() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .refuses(400, "", "items[0][price]", "No such price.")
                .answers(standing("active", "")
                        .replace("\"price_team\"", "\"price_big\"")
                        .replace("\"quantity\":5", "\"quantity\":7"));
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(5);
    }

    @Test
    void what_was_planned_is_not_planned_again_over_a_failure_to_do_so() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .refuses(400, "", "items[0][price]", "No such price.")
                .answers(standing("active", ""))
                .refuses(400, "", "from_subscription", "Not now.");
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1"))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e).hasMessageContaining("No such price"))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void somebody_elses_schedule_is_left_alone() {
        String foreign = standing("active", "\"schedule\":" + schedule("\"metadata\":{}", true));
        for (int i = 0; i < 5; i++) stripe.answers(foreign);
        for (ChangeResult result : new ChangeResult[] {
            provider.changeSubscription(upgrade(), "k1"),
            provider.changeSubscription(downgrade(), "k2"),
            provider.cancelSubscription(SUB, Timing.NOW, "k3"),
            provider.resumeSubscription(SUB, "k4"),
            provider.giveUpPlannedChange(SUB, "k5")
        }) assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.MANAGED_ELSEWHERE);
        assertThat(stripe.seen()).extracting(StripeDouble.Seen::method).containsOnly("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"cancel_at_period_end\":true,\"cancel_at\":1792678400", "\"cancel_at\":1792678400"})
    void giving_up_a_plan_sends_nothing_to_what_is_going_to_end(String shape) {
        stripe.answers(standing("active", shape + ",\"schedule\":" + schedule(OURS, true)));
        assertThat(((ChangeResult.Rejected) provider.giveUpPlannedChange(SUB, "k1")).reason())
                .isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(stripe.seen()).hasSize(1);
    }

    @Test
    void giving_up_seats_that_were_counted_leaves_another_price_planned() {
        stripe.answers(planned());
        assertThat(((ChangeResult.Rejected) provider.giveUpPlannedChange(SUB, "k1")).reason())
                .isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(stripe.seen()).hasSize(1);
    }

    @Test
    void giving_up_seats_that_are_planned_releases_their_schedule_and_starts_no_paused_one() {
        stripe.answers(standing(
                        "paused", "\"schedule\":" + schedule(OURS.replace("price_pro", "price_team"), true)))
                .answers("{}");
        assertThat(provider.giveUpPlannedChange(SUB, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen())
                .extracting(StripeDouble.Seen::path)
                .containsExactly("/v1/subscriptions/sub_1", "/v1/subscription_schedules/sub_sched_1/release");
    }

    private static String planned() {
        return standing("active", "\"schedule\":" + schedule(OURS, true));
    }

    private static String list(String schedules) {
        return "{\"object\":\"list\",\"has_more\":false,\"data\":[" + schedules + "]}";
    }

    /** A released schedule that planned one seat of pro, and the request that it was given up for. */
    private static String givenUp(String id, String key) {
        String mark = key.isEmpty() ? "" : ",\"billingGivenUpFor\":\"" + key + "\"";
        return "{\"id\":\"" + id + "\",\"object\":\"subscription_schedule\",\"status\":\"released\",\"subscription\":null,"
                + "\"released_subscription\":\"sub_1\",\"current_phase\":null," + OURS.replace("}", mark + "}")
                + ",\"phases\":[{\"start_date\":1787000000,\"end_date\":1792678400},{\"start_date\":1792678400}]}";
    }

    private static String schedule(String metadata, boolean planned) {
        String now =
                "{\"start_date\":1790086400,\"end_date\":1792678400,\"collection_method\":\"charge_automatically\","
                        + "\"default_payment_method\":\"pm_1\",\"automatic_tax\":{\"enabled\":true},"
                        + "\"discounts\":[{\"coupon\":null,\"discount\":\"di_1\",\"promotion_code\":null}],\"items\":["
                        + "{\"price\":\"price_team\",\"quantity\":5,\"tax_rates\":[{\"id\":\"txr_1\"}]},"
                        + "{\"price\":\"price_support\",\"quantity\":1}]}";
        String later = ",{\"start_date\":1792678400,\"end_date\":1792764800,\"items\":[]}";
        return "{\"id\":\"sub_sched_1\",\"object\":\"subscription_schedule\",\"end_behavior\":\"release\","
                + (metadata.isEmpty() ? "" : metadata + ",")
                + "\"current_phase\":{\"start_date\":1790086400,\"end_date\":1792678400},\"phases\":[" + now
                + (planned ? later : "") + "]}";
    }
}
