package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.gaveWay;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.invoice;
import static dev.missioncontrol.billing.stripe.GivenUpPlansTest.list;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.planned;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What was planned, where nobody knows yet whether the upgrade in its place is made, or others plan beside it. */
class UnmadeUpgradesTest extends OnStripeDouble {
    /** A minute after what gave way did. */
    private static final String SOON = "Mon, 21 Sep 2026 14:14:20 GMT";

    /** Ten minutes after it. */
    private static final String LATER = "Mon, 21 Sep 2026 14:23:20 GMT";

    private static final String BUSY = "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"rate_limit\"}}";

    /** An invoice that was made before what gave way did. */
    private static final String OLD = invoice("paid", 1789999000);

    private static final String WITH_INVOICE = standing("active", "\"latest_invoice\":\"in_1\"");

    private void answersAt(String date, String json) {
        stripe.answers(200, json, Map.of("Date", date));
    }

    private void assertUnderWay(ChangeResult result) {
        assertThat(((ChangeResult.Rejected) result).reason()).isEqualTo(Reason.UNDER_WAY);
    }

    @Test
    void nothing_is_planned_over_an_upgrade_of_which_an_earlier_try_may_still_be_paid() {
        StripePaymentProvider patient = stripe.settings()
                .maxNetworkRetries(1)
                .time(wait -> true, System::nanoTime, () -> 0.5)
                .build();
        for (Consumer<StripeDouble> firstTry : List.<Consumer<StripeDouble>>of(
                one -> one.refuses(409, "idempotency_key_in_use", "", "Still under way."),
                one -> one.answers(502, "<html>", Map.of()),
                one -> one.answers(503, "{\"error\":{\"type\":\"api_error\"}}", Map.of()))) {
            int before = stripe.seen().size();
            stripe.answers(planned()).answers("{}").answers("{}");
            firstTry.accept(stripe);
            stripe.answers(429, BUSY, Map.of());
            ProviderException failure =
                    catchThrowableOfType(ProviderException.class, () -> patient.changeSubscription(upgrade(), "k1"));
            assertThat(failure.retryable()).isTrue();
            assertThat(stripe.seen()).hasSize(before + 5);
        }
    }

    @Test
    void what_is_too_many_at_once_leaves_the_planned_downgrade_planned() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .answers(429, BUSY, Map.of())
                .answers(standing("active", ""))
                .answers(schedule("", false))
                .answers(schedule(OURS, true));
        assertThat(catchThrowableOfType(ProviderException.class, () -> provider.changeSubscription(upgrade(), "k1"))
                        .kind())
                .isEqualTo(Kind.RATE_LIMITED);
        assertThat(stripe.seen().get(6).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void whether_an_upgrade_is_made_that_nothing_is_seen_of_can_not_be_told_at_once() {
        for (String latest : new String[] {WITH_INVOICE, standing("active", "")}) {
            int before = stripe.seen().size();
            answersAt(SOON, latest);
            answersAt(SOON, list(gaveWay()));
            if (latest.equals(WITH_INVOICE)) answersAt(SOON, OLD);
            assertUnderWay(provider.restorePlannedChange(SUB, "k9"));
            assertThat(stripe.seen()).hasSize(before + (latest.equals(WITH_INVOICE) ? 3 : 2));
        }
    }

    @Test
    void what_gave_way_to_an_upgrade_that_was_never_made_is_planned_again() {
        answersAt(LATER, WITH_INVOICE);
        answersAt(LATER, list(gaveWay()));
        answersAt(LATER, OLD);
        stripe.answers(schedule("", false)).answers(schedule(OURS, true));
        assertThat(provider.restorePlannedChange(SUB, "k9")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(stripe.seen().get(4).parameters()).containsEntry("phases[1][items][0][price]", "price_pro");
    }

    @Test
    void nothing_is_planned_over_more_seats_that_were_bought_in_between() {
        stripe.answers(WITH_INVOICE)
                .answers(list(gaveWay()))
                .answers(invoice("void", 1790000010))
                .answers(schedule("", false).replace("\"quantity\":5", "\"quantity\":9"))
                .answers("{}");
        assertThat(provider.restorePlannedChange(SUB, "k9")).isEqualTo(new ChangeResult.Applied());
        assertThat(paths()).last().isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
    }

    @Test
    void nothing_is_planned_over_a_change_that_began_to_wait_for_its_payment_in_between() {
        String waits = ",\"subscription\":{\"id\":\"sub_1\",\"pending_update\":{\"expires_at\":1790100000}}}";
        String made = schedule("", false);
        stripe.answers(WITH_INVOICE)
                .answers(list(gaveWay()))
                .answers(invoice("void", 1790000010))
                .answers(made.substring(0, made.length() - 1) + waits)
                .answers("{}");
        assertThat(provider.restorePlannedChange(SUB, "k9")).isEqualTo(new ChangeResult.Applied());
        assertThat(paths()).last().isEqualTo("/v1/subscription_schedules/sub_sched_1/release");
    }

    @Test
    void a_schedule_that_somebody_has_just_begun_is_left_to_who_fills_it() {
        String begun = schedule("", false).replace("\"end_behavior\"", "\"created\":1790000000,\"end_behavior\"");
        answersAt(SOON, standing("active", "\"latest_invoice\":\"in_1\",\"schedule\":" + begun));
        assertUnderWay(provider.restorePlannedChange(SUB, "k9"));
        assertThat(stripe.seen()).hasSize(1);
        answersAt(LATER, standing("active", "\"latest_invoice\":\"in_1\",\"schedule\":" + begun));
        answersAt(LATER, list(gaveWay()));
        answersAt(LATER, invoice("void", 1790000010));
        stripe.answers("{}").answers(schedule("", false)).answers(schedule(OURS, true));
        assertThat(provider.restorePlannedChange(SUB, "k9")).isInstanceOf(ChangeResult.Scheduled.class);
    }

    @Test
    void a_declined_card_is_told_where_the_fetch_beside_it_has_planned_again_first() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .refuses(402, "card_declined", "", "Your card was declined.")
                .refuses(400, "", "from_subscription", "It is attached to a schedule already.")
                .answers(planned());
        assertThat(provider.changeSubscription(upgrade(), "k1")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(stripe.seen()).hasSize(6);
    }

    @Test
    void a_declined_card_is_no_answer_while_what_was_planned_is_gone() {
        for (boolean askable : new boolean[] {true, false}) {
            stripe.answers(planned())
                    .answers("{}")
                    .answers("{}")
                    .refuses(402, "card_declined", "", "Your card was declined.")
                    .refuses(400, "", "from_subscription", "Not now.");
            if (askable) stripe.answers(standing("active", ""));
            else stripe.refuses(403, "", "", "Not with this key.");
            ProviderException failure =
                    catchThrowableOfType(ProviderException.class, () -> provider.changeSubscription(upgrade(), "k1"));
            assertThat(failure).hasMessageContaining("Not now");
        }
    }

    @Test
    void a_declined_upgrade_takes_nothing_from_what_was_planned_beside_it() {
        stripe.answers(planned())
                .answers("{}")
                .answers("{}")
                .answers(standing("active", waiting() + ",\"schedule\":\"sub_sched_2\""))
                .answers(declinedInvoice())
                .answers("{}");
        assertThat(provider.changeSubscription(upgrade(), "k1"))
                .isEqualTo(new ChangeResult.Declined("insufficient_funds"));
        assertThat(paths()).last().isEqualTo("/v1/invoices/in_1/void");
    }

    @Test
    void an_upgrade_that_is_paid_is_made_also_where_what_was_planned_beside_it_can_not_be_given_up() {
        stripe.answers(standing("active", ""))
                .answers(standing("active", "\"schedule\":\"sub_sched_1\""))
                .answers(planned())
                .refuses(400, "", "", "Not now.");
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
    }

    @Test
    void an_upgrade_that_waits_for_its_payment_is_asked_for_again_where_what_was_planned_beside_it_stays() {
        stripe.answers(standing("active", ""))
                .answers(standing("active", waiting() + ",\"schedule\":\"sub_sched_1\""))
                .answers(declinedInvoice().replace("requires_payment_method", "requires_action"))
                .answers(planned())
                .answers(429, BUSY, Map.of());
        assertThat(catchThrowableOfType(ProviderException.class, () -> provider.changeSubscription(upgrade(), "k1"))
                        .kind())
                .isEqualTo(Kind.RATE_LIMITED);
    }

    private static String waiting() {
        return "\"pending_update\":{\"expires_at\":1790100000},\"latest_invoice\":\"in_1\"";
    }

    private static String declinedInvoice() {
        return "{\"id\":\"in_1\",\"object\":\"invoice\",\"status\":\"open\","
                + "\"hosted_invoice_url\":\"https://invoice.stripe.com/i/1\",\"payments\":{\"data\":[{\"payment\":"
                + "{\"payment_intent\":{\"status\":\"requires_payment_method\","
                + "\"last_payment_error\":{\"decline_code\":\"insufficient_funds\"}}}}]}}";
    }
}
