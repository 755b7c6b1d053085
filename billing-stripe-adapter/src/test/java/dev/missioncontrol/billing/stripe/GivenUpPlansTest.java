package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.planned;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What becomes of a planned downgrade when the upgrade that takes its place comes to nothing. */
class GivenUpPlansTest extends OnStripeDouble {
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
                .refuses(409, "idempotency_key_in_use", "", "Still under way.")
                .answers(standing("active", ""))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(6);
        assertThat(stripe.seen().get(5).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void a_release_that_was_not_made_is_no_reason_to_plan_again() {
        stripe.answers(planned())
                .answers("{}")
                .refuses(409, "idempotency_key_in_use", "", "Still under way.")
                .answers(planned());
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(4);
    }

    @Test
    void nothing_is_planned_over_an_upgrade_that_is_still_under_way() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .refuses(409, "idempotency_key_in_use", "", "Still under way.");
        assertThatThrownBy(() -> provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ProviderException.class);
        assertThat(stripe.seen()).hasSize(4);
    }

    @Test
    void a_declined_card_is_told_also_where_it_cant_be_looked_for_what_was_given_up() {
        stripe.answers(standing("active", ""))
                .refuses(402, "card_declined", "", "Your card was declined.")
                .refuses(403, "", "", "This key may not list schedules.");
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
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
    void a_declined_count_that_is_made_again_plans_no_seats_that_it_gave_up_before() {
        String seats = givenUp("sub_sched_2", "k1").replace("price_pro", "price_team");
        stripe.answers(standing("active", ""))
                .answers(list(seats))
                .refuses(402, "card_declined", "", "Your card was declined.")
                .answers(list(seats));
        assertThat(provider.changeSubscription(upgrade().keepingPlanned(), "k1"))
                .isInstanceOf(ChangeResult.Declined.class);
        assertThat(stripe.seen()).hasSize(4);
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
    void what_somebody_edited_before_it_gave_way_is_not_planned_again_by_what_its_marks_say() {
        String edited =
                givenUp("sub_sched_2", "k1").replace("\"price_pro\",\"quantity\":1}", "\"price_team\",\"quantity\":3}");
        stripe.answers(standing("active", ""))
                .refuses(402, "card_declined", "", "Your card was declined.")
                .answers(list(edited));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(stripe.seen()).hasSize(3);
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
    void what_gave_way_to_a_change_that_nobody_paid_is_planned_again() {
        stripe.answers(standing("active", "\"latest_invoice\":\"in_1\""))
                .answers(list(gaveWay()))
                .answers(invoice("void", 1790000010))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(provider.restorePlannedChange(ChangeCallsTest.SUB, "k9"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen().get(4).parameters())
                .containsEntry("phases[1][items][0][price]", "price_pro")
                .containsEntry("phases[1][items][0][quantity]", "1");
        assertThat(stripe.seen().get(3).header("Idempotency-Key")).contains("k9:restore:sub_sched_2:schedule");
    }

    @Test
    void what_was_begun_to_be_planned_again_is_planned_in_a_new_schedule() {
        stripe.answers(standing("active", "\"latest_invoice\":\"in_1\",\"schedule\":" + schedule("", false)))
                .answers(list(gaveWay()))
                .answers(invoice("void", 1790000010))
                .answers("{}")
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(provider.restorePlannedChange(ChangeCallsTest.SUB, "k9")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(stripe.seen().get(3).path()).isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
    }

    @Test
    void what_is_not_known_to_have_given_way_for_nothing_is_not_planned_again() {
        String paid = "\"latest_invoice\":\"in_1\"";
        for (String[] said : new String[][] {
            {gaveWay(), invoice("paid", 1790000010)},
            {gaveWay(), invoice("open", 1790000010)},
            {gaveWay().replace("\"price_team\",\"quantity\":5", "\"price_team\",\"quantity\":4")},
            {gaveWay().replace(",\"billingGivenUpFor\":\"k1\"", "")},
            {givenUp("sub_sched_2", "k1")},
            {""}
        }) {
            int before = stripe.seen().size();
            stripe.answers(standing("active", paid)).answers(list(said[0]));
            if (said.length > 1) stripe.answers(said[1]);
            assertThat(provider.restorePlannedChange(ChangeCallsTest.SUB, "k9")).isEqualTo(new ChangeResult.Applied());
            assertThat(stripe.seen()).hasSize(before + 1 + said.length);
        }
        for (String now :
                new String[] {planned(), standing("past_due", ""), standing("active", "\"cancel_at_period_end\":true")
                }) {
            int before = stripe.seen().size();
            stripe.answers(now);
            assertThat(provider.restorePlannedChange(ChangeCallsTest.SUB, "k9")).isEqualTo(new ChangeResult.Applied());
            assertThat(stripe.seen()).hasSize(before + 1);
        }
    }

    @Test
    void what_gave_way_to_a_change_that_waits_for_its_payment_is_to_be_asked_for_again() {
        stripe.answers(standing("active", "\"pending_update\":{\"expires_at\":1790100000}"));
        assertThat(provider.restorePlannedChange(ChangeCallsTest.SUB, "k9"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(ChangeResult.Reason.UNDER_WAY));
        assertThat(stripe.seen()).hasSize(1);
    }

    static String invoice(String status, long created) {
        return "{\"id\":\"in_1\",\"object\":\"invoice\",\"status\":\"" + status + "\",\"created\":" + created + "}";
    }

    /** It had five seats of team, and was to have one of pro. */
    static String gaveWay() {
        return givenUp("sub_sched_2", "k1")
                .replace("\"current_phase\"", "\"released_at\":1790000000,\"current_phase\"")
                .replace(
                        "\"end_date\":1792678400}",
                        "\"end_date\":1792678400,\"items\":[{\"price\":\"price_team\",\"quantity\":5}]}");
    }

    static String list(String schedules) {
        return "{\"object\":\"list\",\"has_more\":false,\"data\":[" + schedules + "]}";
    }

    /** A released schedule that planned one seat of pro, and the request that it was given up for. */
    static String givenUp(String id, String key) {
        String mark = key.isEmpty() ? "" : ",\"billingGivenUpFor\":\"" + key + "\"";
        return "{\"id\":\"" + id
                + "\",\"object\":\"subscription_schedule\",\"status\":\"released\",\"subscription\":null,"
                + "\"released_subscription\":\"sub_1\",\"current_phase\":null," + OURS.replace("}", mark + "}")
                + ",\"phases\":[{\"start_date\":1787000000,\"end_date\":1792678400},{\"start_date\":1792678400,"
                + "\"items\":[{\"price\":\"price_pro\",\"quantity\":1}]}]}";
    }
}
