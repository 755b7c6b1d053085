package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.ChangeCallsTest.PRO;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.SUB;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.downgrade;
import static dev.missioncontrol.billing.stripe.ChangeCallsTest.upgrade;
import static dev.missioncontrol.billing.stripe.Schedules.OURS;
import static dev.missioncontrol.billing.stripe.Schedules.schedule;
import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.beside;
import static dev.missioncontrol.billing.stripe.Standing.method;
import static dev.missioncontrol.billing.stripe.Standing.paidBy;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing more is given at once to who is not charged at once: Stripe would give it before it is paid. */
class ChargedLaterTest extends OnStripeDouble {
    private static final String BANK_ACCOUNT = "{\"id\":\"ba_1\",\"object\":\"bank_account\",\"last4\":\"6789\"}";
    private static final String METERED = "\"interval\":\"month\",\"usage_type\":\"metered\"";
    private static final String BY_CARD = standing("active", "");
    private static final String CUSTOMERS_CARD = "\"invoice_settings\":{\"default_payment_method\":" + method("card");

    private static String own(String field, String payer) {
        return standing("active", "\"" + field + "\":" + payer);
    }

    static Stream<Arguments> notChargedAtOnce() {
        return Stream.of(
                Arguments.of(own("collection_method", "\"send_invoice\""), Reason.PAID_BY_INVOICE),
                Arguments.of(own("collection_method", "\"a_new_way\""), Reason.PAID_BY_INVOICE),
                Arguments.of(
                        own("pause_collection", "{\"behavior\":\"void\",\"resumes_at\":null}"),
                        Reason.COLLECTION_PAUSED),
                Arguments.of(
                        own("default_payment_method", method("bacs_debit"))
                                .replace(CUSTOMERS_CARD, CUSTOMERS_CARD.replace("card", "sepa_debit")),
                        Reason.PAID_BY_DEBIT),
                Arguments.of(
                        own("default_payment_method", method("sepa_debit"))
                                .replace(CUSTOMERS_CARD, "\"invoice_settings\":{\"default_payment_method\":null"),
                        Reason.PAID_BY_DEBIT),
                Arguments.of(own("default_source", BANK_ACCOUNT), Reason.PAID_BY_DEBIT),
                Arguments.of(
                        own("default_payment_method", method("sepa_debit") + ",\"default_source\":" + BANK_ACCOUNT),
                        Reason.PAID_BY_DEBIT),
                Arguments.of(paidBy(BY_CARD, method("us_bank_account")), Reason.PAID_BY_DEBIT),
                Arguments.of(
                        paidBy(BY_CARD, "null")
                                .replace("\"default_source\":null", "\"default_source\":" + BANK_ACCOUNT),
                        Reason.PAID_BY_DEBIT),
                Arguments.of(paidBy(BY_CARD, method("mobilepay")), Reason.PAID_BY_UNSUPPORTED_METHOD),
                Arguments.of(paidBy(BY_CARD, "{\"id\":\"pm_1\"}"), Reason.PAID_BY_UNSUPPORTED_METHOD),
                Arguments.of(
                        paidBy(own("default_payment_method", method("sepa_debit")), method("a_new_way")),
                        Reason.PAID_BY_DEBIT),
                Arguments.of(beside(BY_CARD, 1792678400, METERED), Reason.USAGE_BESIDE));
    }

    @ParameterizedTest
    @MethodSource("notChargedAtOnce")
    void what_is_not_charged_at_once_is_not_changed_before_it_is_paid(String standing, Reason reason) {
        stripe.answers(standing).answers(standing).answers(standing);
        SubscriptionChange counted = new SubscriptionChange(SUB, TEAM, TEAM, 8, Timing.NOW).keepingPlanned();
        for (SubscriptionChange change : new SubscriptionChange[] {upgrade(), counted})
            assertThat(((ChangeResult.Rejected) provider.changeSubscription(change, "k1")).reason())
                    .isEqualTo(reason);
        ProviderException preview =
                catchThrowableOfType(ProviderException.class, () -> provider.previewChange(upgrade()));
        assertThat(preview.kind()).isEqualTo(Kind.WRONG_STATE);
        assertThat(preview.rule()).contains(reason);
        assertThat(stripe.seen())
                .hasSize(3)
                .extracting(StripeDouble.Seen::method)
                .containsOnly("GET");
    }

    @ParameterizedTest
    @MethodSource("notChargedAtOnce")
    void less_comes_with_the_next_period_all_the_same(String standing) {
        stripe.answers(standing).answers(schedule("", false)).answers(schedule(OURS, true));
        assertThat(provider.changeSubscription(downgrade(), "k1")).isInstanceOf(ChangeResult.Scheduled.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acss_debit",
                "au_becs_debit",
                "bacs_debit",
                "nz_bank_account",
                "sepa_debit",
                "us_bank_account",
                "ach_debit"
            })
    void no_bank_debit_pays_at_once(String type) {
        stripe.answers(paidBy(BY_CARD, method(type)));
        assertThat(provider.changeSubscription(upgrade(), "k1"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.PAID_BY_DEBIT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "afterpay_clearpay",
                "alipay",
                "amazon_pay",
                "card",
                "cashapp",
                "crypto",
                "eps",
                "gopay",
                "kakao_pay",
                "klarna",
                "kr_card",
                "link",
                "naver_pay",
                "ng_card",
                "paypal",
                "payto",
                "pix",
                "promptpay",
                "revolut_pay",
                "satispay",
                "swish",
                "twint",
                "upi",
                "wechat_pay"
            })
    void a_change_waits_for_all_that_stripe_lets_it_wait_for(String type) {
        stripe.answers(paidBy(BY_CARD, method(type))).answers(BY_CARD);
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen().get(1).parameters()).containsEntry("payment_behavior", "pending_if_incomplete");
    }

    @Test
    void what_pays_is_what_stripe_charges_first() {
        String ownCard = own("default_payment_method", method("card"));
        String replaced = ownCard.replace(
                "\"invoice_settings\":{\"default_payment_method\":" + method("card"),
                "\"invoice_settings\":{\"default_payment_method\":" + method("sepa_debit"));
        assertThat(replaced).isNotEqualTo(ownCard);
        for (String pays : new String[] {
            replaced, paidBy(BY_CARD, method("link")), beside(BY_CARD, 1792678400, "\"usage_type\":\"licensed\"")
        }) {
            stripe.answers(pays).answers(BY_CARD);
            assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        }
        assertThat(stripe.seen().get(0).parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "expand[0]", "schedule",
                        "expand[1]", "default_payment_method",
                        "expand[2]", "default_source",
                        "expand[3]", "customer.invoice_settings.default_payment_method",
                        "expand[4]", "customer.default_source"));
    }

    @Test
    void on_a_trial_that_goes_on_nothing_is_charged_whoever_pays_later() {
        String invoiced = standing("trialing", "\"collection_method\":\"send_invoice\"");
        String debited = standing("trialing", "\"default_payment_method\":" + method("sepa_debit"));
        stripe.answers(invoiced).answers(invoiced).answers(debited).answers(debited);
        for (int i = 0; i < 2; i++)
            assertThat(provider.changeSubscription(upgrade(), "k" + i)).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen()).hasSize(4);
        assertThat(stripe.seen().get(1).parameters())
                .as("of which nothing can wait for its payment")
                .doesNotContainKey("payment_behavior");
        assertThat(stripe.seen().get(3).parameters())
                .containsEntry("payment_behavior", "pending_if_incomplete")
                .doesNotContainKey("default_payment_method");
    }

    @Test
    void what_ends_a_trial_is_charged() {
        SubscriptionChange ending =
                new SubscriptionChange(SUB, TEAM, PRO, 1, Timing.NOW, true, Optional.empty(), false, Optional.empty());
        stripe.answers(standing("trialing", "\"default_payment_method\":" + method("sepa_debit"))
                .replace(CUSTOMERS_CARD, "\"invoice_settings\":{\"default_payment_method\":null"));
        assertThat(provider.changeSubscription(ending, "k1"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.PAID_BY_DEBIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sepa_debit", "mobilepay"})
    void what_the_customer_chose_in_the_portal_takes_the_place_of_what_no_change_may_wait_for(String ofItsOwn) {
        stripe.answers(own("default_payment_method", method(ofItsOwn)))
                .answers(BY_CARD)
                .answers(BY_CARD);
        assertThat(provider.changeSubscription(upgrade(), "k1")).isEqualTo(new ChangeResult.Applied());
        assertThat(stripe.seen().get(1).parameters()).isEqualTo(Map.of("default_payment_method", ""));
        assertThat(stripe.seen().get(1).path()).isEqualTo(stripe.seen().get(2).path());
        assertThat(stripe.seen().get(2).parameters())
                .containsEntry("payment_behavior", "pending_if_incomplete")
                .doesNotContainKey("default_payment_method");
    }

    @Test
    void what_pays_and_is_not_told_is_not_taken_for_a_card() {
        for (String untold : new String[] {
            own("default_payment_method", "\"pm_1\""),
            paidBy(BY_CARD, "\"pm_1\""),
            "{\"id\":\"sub_1\",\"status\":\"active\",\"created\":1780000000,\"customer\":\"cus_1\",\"items\":"
                    + "{\"data\":[{\"id\":\"si_1\",\"quantity\":5,\"price\":{\"id\":\"price_team\"}}]}}"
        }) {
            stripe.answers(untold);
            assertThat(catchThrowableOfType(ProviderException.class, () -> provider.changeSubscription(upgrade(), "k1"))
                            .kind())
                    .isEqualTo(Kind.MALFORMED_ANSWER);
        }
    }

    @Test
    void what_is_planned_for_who_is_sent_invoices_says_again_until_when_they_are_to_be_paid() {
        String sent = schedule("", false)
                .replace(
                        "\"collection_method\":\"charge_automatically\"",
                        "\"collection_method\":\"send_invoice\",\"invoice_settings\":{\"days_until_due\":30}");
        stripe.answers(own("collection_method", "\"send_invoice\""))
                .answers(sent)
                .answers("{}");
        SubscriptionChange less = new SubscriptionChange(SUB, TEAM, PRO, 1, Timing.PERIOD_END);
        assertThat(provider.changeSubscription(less, "k1")).isInstanceOf(ChangeResult.Scheduled.class);
        assertThat(stripe.seen().get(2).parameters())
                .containsEntry("phases[0][invoice_settings][days_until_due]", "30")
                .containsEntry("phases[1][collection_method]", "send_invoice")
                .containsEntry("phases[1][invoice_settings][days_until_due]", "30");
    }

    @Test
    void usage_is_kept_whatever_shape_its_price_has() {
        String plan = BY_CARD.replace(
                "]}}", ",{\"id\":\"si_2\",\"plan\":{\"id\":\"plan_old\",\"usage_type\":\"metered\"}}]}}");
        stripe.answers(plan);
        assertThat(provider.changeSubscription(upgrade(), "k1"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.USAGE_BESIDE));
    }
}
