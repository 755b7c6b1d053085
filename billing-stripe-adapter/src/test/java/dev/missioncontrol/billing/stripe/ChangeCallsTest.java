package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire when a subscription is changed, ended and resumed. */
class ChangeCallsTest extends OnStripeDouble {
    static final SubscriptionId SUB = new SubscriptionId("sub_1");
    private static final String NO_SCHEDULES = "{\"object\":\"list\",\"has_more\":false,\"data\":[]}";
    static final PriceId PRO = new PriceId("price_pro");

    @Test
    void an_upgrade_is_invoiced_at_once_and_waits_for_its_payment() {
        stripe.answers(standing("active", "")).answers(standing("active", ""));
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        StripeDouble.Seen change = stripe.seen().get(1);
        assertThat(change.method() + " " + change.path()).isEqualTo("POST /v1/subscriptions/sub_1");
        assertThat(change.header("Idempotency-Key")).contains("k1");
        assertThat(change.parameters())
                .containsEntry("items[0][id]", "si_1")
                .containsEntry("items[0][price]", "price_big")
                .containsEntry("items[0][quantity]", "7")
                .containsEntry("proration_behavior", "always_invoice")
                .containsEntry("payment_behavior", "pending_if_incomplete")
                .containsEntry("proration_date", "1790000000")
                .hasSize(6);
    }

    @Test
    void what_stands_at_the_wanted_price_beside_the_line_that_changes_is_not_that_change() {
        String both = standing("active", "")
                .replace(
                        "]}}",
                        ",{\"id\":\"si_2\",\"quantity\":1,"
                                + "\"current_period_end\":1792678400,\"price\":{\"id\":\"price_pro\"}}]}}");
        stripe.answers(both);
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.CHANGED_MEANWHILE));
        stripe.answers(
                standing("active", "").replace("price_team", "price_pro").replace("\"quantity\":5", "\"quantity\":1"));
        assertThat(provider.changeSubscription(downgrade(), "k1"))
                .as("it was made")
                .isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(2);
    }

    @Test
    void a_trial_that_ends_with_the_change_is_said_to() {
        stripe.answers(standing("trialing", "")).answers(standing("active", ""));
        provider.changeSubscription(
                new SubscriptionChange(
                        SUB,
                        TEAM,
                        new PriceId("price_big"),
                        7,
                        Timing.NOW,
                        true,
                        Optional.empty(),
                        false,
                        Optional.empty()),
                "k1");
        assertThat(stripe.seen().get(1).parameters())
                .containsEntry("trial_end", "now")
                .doesNotContainKey("proration_date");
    }

    @Test
    void a_trial_that_ends_sooner_is_said_to() {
        stripe.answers(standing("trialing", "")).answers(standing("trialing", ""));
        SubscriptionChange sooner = upgrade().endingTrialAt(Instant.ofEpochSecond(1790500000));
        provider.changeSubscription(sooner, "k1");
        assertThat(stripe.seen().get(1).parameters()).containsEntry("trial_end", "1790500000");
        stripe.answers(standing("active", "")).answers(standing("active", ""));
        provider.changeSubscription(sooner, "k2");
        assertThat(stripe.seen().get(3).parameters())
                .as("its trial is over meanwhile")
                .doesNotContainKey("trial_end");
    }

    @Test
    void a_declined_payment_leaves_nothing_behind_that_could_be_paid_later() {
        stripe.answers(standing("active", ""))
                .answers(standing("active", pending()))
                .answers(invoice("open", "requires_payment_method", "insufficient_funds"))
                .answers(invoice("void", "canceled", ""))
                .answers(NO_SCHEDULES);
        assertThat(provider.changeSubscription(upgrade(), "k1"))
                .isEqualTo(new ChangeResult.Declined("insufficient_funds"));
        assertThat(stripe.seen().get(3).path()).isEqualTo("/v1/invoices/in_1/void");
        assertThat(stripe.seen().get(3).header("Idempotency-Key")).contains("k1:void");
    }

    @Test
    void a_payment_that_the_bank_must_confirm_leads_to_the_invoice() {
        stripe.answers(standing("active", ""))
                .answers(standing("active", pending()))
                .answers(invoice("open", "requires_action", ""));
        assertThat(provider.changeSubscription(upgrade(), "k1"))
                .isEqualTo(new ChangeResult.PaymentNeeded(URI.create("https://invoice.stripe.com/i/1")));
        assertThat(stripe.seen()).hasSize(3);
    }

    @Test
    void a_replayed_answer_is_told_by_the_invoice_of_today() {
        for (String[] today :
                new String[][] {{"paid", "Applied"}, {"void", "Declined"}, {"uncollectible", "Declined"}}) {
            stripe.answers(standing("active", ""))
                    .answers(standing("active", pending()))
                    .answers(invoice(today[0], "", ""));
            if (!today[0].equals("paid")) stripe.answers(NO_SCHEDULES);
            assertThat(provider.changeSubscription(upgrade(), "k1").getClass().getSimpleName())
                    .isEqualTo(today[1]);
        }
    }

    @Test
    void a_refused_card_is_a_declined_change() {
        stripe.answers(standing("active", ""))
                .refuses(402, "card_declined", "", "Your card was declined.")
                .answers(NO_SCHEDULES);
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
    }

    @ParameterizedTest
    @CsvSource({"resource_missing", "''"})
    void who_has_nothing_that_could_be_charged_is_told_so(String code) {
        String nothing = Standing.paidBy(standing("active", ""), "null");
        for (int i = 0; i < 2; i++)
            stripe.answers(nothing.replace("active", i == 0 ? "active" : "paused"))
                    .answers(
                            400,
                            "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"" + code
                                    + "\",\"message\":\"This"
                                    + " customer has no attached payment source or default payment method. Please consider"
                                    + " adding a default payment method.\"}}",
                            java.util.Map.of())
                    .answers(NO_SCHEDULES);
        assertThat(provider.changeSubscription(upgrade(), "k1"))
                .isEqualTo(new ChangeResult.Declined(ChangeResult.Declined.NO_PAYMENT_METHOD));
        assertThat(provider.resumeSubscription(SUB, "k2"))
                .isEqualTo(new ChangeResult.Declined(ChangeResult.Declined.NO_PAYMENT_METHOD));
    }

    @Test
    void what_is_so_already_is_not_changed_again() {
        stripe.answers(standing("active", ""));
        SubscriptionChange same = new SubscriptionChange(SUB, PRO, TEAM, 5, Timing.NOW);
        assertThat(provider.changeSubscription(same, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "canceled, price_team, ENDED",
        "past_due, price_team, WRONG_STATE",
        "a_new_status, price_team, WRONG_STATE",
        "active, price_other, CHANGED_MEANWHILE"
    })
    void what_can_not_be_changed_is_rejected_before_anything_is_done(String status, String from, Reason reason) {
        stripe.answers(standing(status, ""));
        SubscriptionChange change =
                new SubscriptionChange(SUB, new PriceId(from), new PriceId("price_big"), 7, Timing.NOW);
        assertThat(((ChangeResult.Rejected) provider.changeSubscription(change, "k1")).reason())
                .isEqualTo(reason);
        assertThat(stripe.seen()).hasSize(1);
    }

    @Test
    void ending_at_once_ends_what_has_not_ended() {
        stripe.answers(standing("active", "")).answers(standing("canceled", "")).answers(standing("canceled", ""));
        assertThat(provider.cancelSubscription(SUB, Timing.NOW, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(provider.cancelSubscription(SUB, Timing.NOW, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).extracting(StripeDouble.Seen::method).containsExactly("GET", "DELETE", "GET");
    }

    @Test
    void an_end_that_is_planned_already_is_not_planned_again() {
        stripe.answers(standing("active", "\"cancel_at\":1792678400"));
        assertThat(provider.cancelSubscription(SUB, Timing.PERIOD_END, "k1"))
                .isEqualTo(new ChangeResult.Scheduled(Instant.ofEpochSecond(1792678400)));
        assertThat(stripe.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cancel_at_period_end\":true,\"cancel_at\":1792678400|cancel_at_period_end|false",
                "\"cancel_at_period_end\":false,\"cancel_at\":1792678400|cancel_at|''"
            })
    void an_end_is_taken_back_in_the_shape_that_it_has(String shape, String name, String value) {
        stripe.answers(standing("active", shape)).answers(standing("active", ""));
        assertThat(provider.resumeSubscription(SUB, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen().get(1).parameters()).containsExactly(java.util.Map.entry(name, value));
    }

    @Test
    void a_paused_one_goes_on_once_that_is_paid() {
        stripe.answers(standing("paused", ""))
                .answers(standing("active", ""))
                .answers(standing("paused", ""))
                .answers(standing("paused", "\"latest_invoice\":\"in_1\""))
                .answers(invoice("open", "requires_action", ""));
        assertThat(provider.resumeSubscription(SUB, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(provider.resumeSubscription(SUB, "k2")).isInstanceOf(ChangeResult.PaymentNeeded.class);
        assertThat(stripe.seen().get(1).path()).isEqualTo("/v1/subscriptions/sub_1/resume");
        assertThat(stripe.seen().get(1).parameters()).containsEntry("billing_cycle_anchor", "now");
    }

    @Test
    void nothing_to_take_back_is_no_failure_and_what_ended_stays_so() {
        stripe.answers(standing("active", "")).answers(standing("canceled", ""));
        assertThat(provider.resumeSubscription(SUB, "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(provider.resumeSubscription(SUB, "k2")).isInstanceOf(ChangeResult.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"id\":\"sub_1\"}", "{\"id\":\"sub_2\",\"status\":\"active\",\"created\":1}"})
    void a_malformed_answer_is_a_failure_that_passes(String body) {
        stripe.answers(body).answers(standing("active", "")).answers(body);
        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED_ANSWER);
        if (!body.contains("sub_2")) assertThat(failure().retryable()).isTrue();
    }

    private ProviderException failure() {
        return catchThrowableOfType(ProviderException.class, () -> provider.changeSubscription(upgrade(), "k1"));
    }

    static SubscriptionChange upgrade() {
        return new SubscriptionChange(
                SUB,
                TEAM,
                new PriceId("price_big"),
                7,
                Timing.NOW,
                false,
                Optional.of(Instant.ofEpochSecond(1790000000)),
                false,
                Optional.empty());
    }

    static SubscriptionChange downgrade() {
        return new SubscriptionChange(SUB, TEAM, PRO, 1, Timing.PERIOD_END);
    }

    private static String pending() {
        return "\"pending_update\":{\"expires_at\":1790100000},\"latest_invoice\":\"in_1\"";
    }

    private static String invoice(String status, String payment, String decline) {
        return "{\"id\":\"in_1\",\"object\":\"invoice\",\"status\":\"" + status
                + "\",\"hosted_invoice_url\":\"https://invoice.stripe.com/i/1\",\"payments\":{\"data\":[{\"payment\":"
                + "{\"payment_intent\":{\"status\":\"" + payment + "\",\"last_payment_error\":{\"decline_code\":\""
                + decline + "\"}}}}]}}";
    }
}
