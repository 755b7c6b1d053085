package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.PRO;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.downgrade;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.planned;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire when a change is planned for the next period, and when another one meets it. */
class PlannedChangesTest extends OnStripeDouble {
    @Test
    void a_downgrade_is_planned_in_two_phases_and_says_again_what_is_known() {
        stripe.answers(standing("active", "")).answers(schedule("", false)).answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen().get(1).parameters()).containsOnlyKeys("from_subscription", "expand[0]");
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
    void a_schedule_that_is_refused_what_it_was_made_for_is_let_go() {
        stripe.answers(standing("active", ""))
                .answers(schedule("", false))
                .refuses(400, "", "phases[1][items][0][price]", "The price has no amount in eur.")
                .answers("{}");
        assertThatThrownBy(() -> provider.changeSubscription(downgrade(), "k1"))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.INVALID_REQUEST));
        assertThat(stripe.seen()).hasSize(4);
        assertThat(stripe.seen().get(3).path()).isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
        assertThat(stripe.seen().get(3).parameters()).containsExactly(Map.entry("preserve_cancel_date", "true"));
    }

    /** What passes is made by the next try, and what another request has planned under the key is its own. */
    @Test
    void a_schedule_that_may_be_filled_yet_or_was_by_another_request_stays() {
        String otherRequest = "{\"error\":{\"type\":\"idempotency_error\",\"message\":\"Other parameters.\"}}";
        for (Runnable no : List.<Runnable>of(
                () -> stripe.refuses(409, "idempotency_key_in_use", "", "Still under way."),
                () -> stripe.answers(503, "{}", Map.of()),
                () -> stripe.answers(400, otherRequest, Map.of()))) {
            stripe.answers(standing("active", "")).answers(schedule("", false));
            no.run();
            assertThatThrownBy(() -> provider.changeSubscription(downgrade(), "k1"))
                    .isInstanceOf(ProviderException.class);
        }
        assertThat(stripe.seen()).hasSize(9);
    }

    @Test
    void one_that_plans_already_stays_where_another_plan_is_refused() {
        stripe.answers(planned()).refuses(400, "", "phases[1][items][0][price]", "The price has no amount in eur.");
        SubscriptionChange fewer = new SubscriptionChange(SUB, TEAM, TEAM, 3, Timing.PERIOD_END);
        assertThatThrownBy(() -> provider.changeSubscription(fewer, "k2")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(2);
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
    void a_schedule_in_the_way_is_noted_and_released_first() {
        stripe.answers(standing("active", "\"schedule\":" + schedule(OURS, true)))
                .answers("{}")
                .answers("{}")
                .answers(standing("active", "\"cancel_at_period_end\":true"));
        assertThat(provider.cancelSubscription(SUB, Timing.PERIOD_END, "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen())
                .extracting(StripeDouble.Seen::path)
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1",
                        "/v1/subscription_schedules/sub_sched_1/release",
                        "/v1/subscriptions/sub_1");
        assertThat(stripe.seen().get(1).parameters())
                .containsExactly(java.util.Map.entry("metadata[billingGivenUpFor]", "k1"));
        assertThat(stripe.seen().get(3).parameters())
                .containsExactly(java.util.Map.entry("cancel_at_period_end", "true"));
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
    @ValueSource(
            strings = {
                "{\"price\":\"price_team\",\"quantity\":3}",
                "{\"price\":\"price_pro\",\"quantity\":2}",
                "",
                "{\"price\":\"price_pro\",\"quantity\":1}]},{\"start_date\":1795356800,\"items\":[{\"price\":\"price_big\"}"
            })
    void what_somebody_edited_in_the_dashboard_is_not_what_its_marks_say_and_is_left_alone(String comes) {
        String edited = schedule(OURS, true)
                .replace(
                        "{\"price\":\"price_pro\",\"quantity\":1},{\"price\":\"price_support\",\"quantity\":1}", comes);
        assertThat(edited).isNotEqualTo(schedule(OURS, true));
        String subscription = standing("active", "\"schedule\":" + edited);
        for (int i = 0; i < 7; i++) stripe.answers(subscription);
        for (ChangeResult result : new ChangeResult[] {
            provider.changeSubscription(upgrade(), "k1"),
            provider.changeSubscription(upgrade().keepingPlanned(), "k2"),
            provider.changeSubscription(downgrade(), "k3"),
            provider.cancelSubscription(SUB, Timing.PERIOD_END, "k4"),
            provider.resumeSubscription(SUB, "k5"),
            provider.giveUpPlannedChange(SUB, "k6")
        }) assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.MANAGED_ELSEWHERE);
        assertThat(provider.plannedChange(SUB)).isEmpty();
        assertThat(stripe.seen()).extracting(StripeDouble.Seen::method).containsOnly("GET");
    }

    @Test
    void what_is_planned_anew_pays_by_the_card_of_today_and_gives_off_what_is_given_off_today() {
        String today = standing(
                "active",
                "\"default_payment_method\":{\"id\":\"pm_2\",\"object\":\"payment_method\",\"type\":\"card\"},"
                        + "\"discounts\":[\"di_2\"],\"schedule\":" + schedule(OURS, true));
        stripe.answers(today).answers("{}");
        SubscriptionChange smaller = new SubscriptionChange(SUB, TEAM, TEAM, 2, Timing.PERIOD_END);
        assertThat(provider.changeSubscription(smaller, "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        for (String phase : new String[] {"phases[0]", "phases[1]"})
            assertThat(stripe.seen().get(1).parameters())
                    .containsEntry(phase + "[default_payment_method]", "pm_2")
                    .containsEntry(phase + "[discounts][0][discount]", "di_2")
                    .doesNotContainKey(phase + "[discounts][1][discount]");
    }

    @Test
    void what_is_planned_anew_says_no_card_and_no_discount_that_are_gone() {
        stripe.answers(standing(
                        "active",
                        "\"default_payment_method\":null,\"discounts\":[],\"schedule\":" + schedule(OURS, true)))
                .answers("{}");
        SubscriptionChange smaller = new SubscriptionChange(SUB, TEAM, TEAM, 2, Timing.PERIOD_END);
        assertThat(provider.changeSubscription(smaller, "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(stripe.seen().get(1).parameters().keySet())
                .noneMatch(name -> name.contains("default_payment_method"))
                .noneMatch(name -> name.matches("phases\\[.]\\[discounts].*"));
    }

    @Test
    void what_is_planned_anew_is_collected_and_taxed_as_today() {
        String invoiced = schedule(OURS, true)
                .replace(
                        "\"collection_method\":\"charge_automatically\"",
                        "\"collection_method\":\"send_invoice\",\"invoice_settings\":{\"days_until_due\":30},"
                                + "\"default_tax_rates\":[{\"id\":\"txr_then\"}]");
        assertThat(invoiced).isNotEqualTo(schedule(OURS, true));
        stripe.answers(standing(
                        "active",
                        "\"collection_method\":\"charge_automatically\",\"days_until_due\":null,"
                                + "\"automatic_tax\":{\"enabled\":false},\"default_tax_rates\":[{\"id\":\"txr_2\"}],"
                                + "\"schedule\":" + invoiced))
                .answers("{}");
        SubscriptionChange smaller = new SubscriptionChange(SUB, TEAM, TEAM, 2, Timing.PERIOD_END);
        assertThat(provider.changeSubscription(smaller, "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        for (String phase : new String[] {"phases[0]", "phases[1]"})
            assertThat(stripe.seen().get(1).parameters())
                    .containsEntry(phase + "[collection_method]", "charge_automatically")
                    .doesNotContainKey(phase + "[invoice_settings][days_until_due]")
                    .containsEntry(phase + "[automatic_tax][enabled]", "false")
                    .containsEntry(phase + "[default_tax_rates][0]", "txr_2")
                    .doesNotContainKey(phase + "[default_tax_rates][1]");
    }

    @Test
    void what_is_paid_by_invoice_by_now_is_planned_so_with_its_days() {
        stripe.answers(standing(
                        "active",
                        "\"collection_method\":\"send_invoice\",\"days_until_due\":14,\"default_tax_rates\":[],"
                                + "\"schedule\":" + schedule(OURS, true)))
                .answers("{}");
        SubscriptionChange smaller = new SubscriptionChange(SUB, TEAM, TEAM, 2, Timing.PERIOD_END);
        assertThat(provider.changeSubscription(smaller, "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        for (String phase : new String[] {"phases[0]", "phases[1]"})
            assertThat(stripe.seen().get(1).parameters())
                    .containsEntry(phase + "[collection_method]", "send_invoice")
                    .containsEntry(phase + "[invoice_settings][days_until_due]", "14")
                    .as("of which nothing is said today")
                    .containsEntry(phase + "[automatic_tax][enabled]", "true");
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
        stripe.answers(standing("paused", "\"schedule\":" + schedule(OURS.replace("price_pro", "price_team"), true)))
                .answers("{}")
                .answers("{}");
        assertThat(provider.giveUpPlannedChange(SUB, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen())
                .extracting(StripeDouble.Seen::path)
                .containsExactly(
                        "/v1/subscriptions/sub_1",
                        "/v1/subscription_schedules/sub_sched_1",
                        "/v1/subscription_schedules/sub_sched_1/release");
    }
}
