package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.util.Optional;
import java.util.Set;

/**
 * Why a change at once could not wait for its payment. Stripe lets only that wait which it charges by itself and at once
 * (<a href="https://docs.stripe.com/billing/subscriptions/pending-updates">pending updates</a>): everything else it would make
 * before anybody has paid, or refuse each time.
 */
final class ChargedLater {
    /**
     * The payment methods of which Stripe says there that a change may wait for them, by the words of its API; Apple Pay and Google Pay
     * are cards. What is on no list is taken for one that no change waits for: Stripe adds others, and says it of them there.
     */
    private static final Set<String> AT_ONCE = Set.of(
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
            "wechat_pay");

    /**
     * The payment methods that Stripe calls bank debits (<a href="https://docs.stripe.com/payments/bank-debits">its list</a>, by the
     * words of its API), which say days later whether they paid; then the two words of old sources for the same.
     */
    private static final Set<String> BANK_DEBITS = Set.of(
            "acss_debit",
            "au_becs_debit",
            "bacs_debit",
            "nz_bank_account",
            "sepa_debit",
            "us_bank_account",
            "ach_debit",
            "bank_account");

    private ChargedLater() {}

    static Optional<ChangeResult.Rejected> of(SubscriptionAnswer before, SubscriptionChange change) {
        String id = change.subscription().value();
        JsonNode json = before.json();
        if (json.path("pause_collection").isObject())
            return rejected(Reason.COLLECTION_PAUSED, id + " has the collection of its payments paused");
        if (chargesNow(before, change)) {
            Optional<String> sent = sent(before);
            if (sent.isPresent()) return rejected(Reason.PAID_BY_INVOICE, id + " is paid by " + sent.get());
            JsonNode payer = before.payer();
            if (payer.isObject() && !paysAtOnce(payer)) {
                String type = type(payer).orElse("something unknown");
                return rejected(reason(type), id + " is paid by " + type);
            }
        }
        // The invoice of a change has all usage so far on it: made void, that is charged to nobody.
        if (before.hasUsageBeside(change.from()))
            return rejected(Reason.USAGE_BESIDE, id + " has usage charged beside " + change.from());
        return Optional.empty();
    }

    /** Whether a change is charged for as it is made: one of a trial that goes on is not. */
    static boolean chargesNow(SubscriptionAnswer before, SubscriptionChange change) {
        return change.endTrial() || !before.is(ProviderStatus.TRIALING);
    }

    /** How it is collected, where Stripe does not charge it by itself. */
    static Optional<String> sent(SubscriptionAnswer before) {
        return Fields.text(before.json(), "collection_method").filter(word -> !word.equals("charge_automatically"));
    }

    /** Whether Stripe lets a change wait for something that pays. */
    static boolean paysAtOnce(JsonNode payer) {
        return type(payer).filter(AT_ONCE::contains).isPresent();
    }

    private static Reason reason(String type) {
        return BANK_DEBITS.contains(type) ? Reason.PAID_BY_DEBIT : Reason.PAID_BY_UNSUPPORTED_METHOD;
    }

    /** What a source is called by is its kind of object, where it has no type. */
    private static Optional<String> type(JsonNode payer) {
        return Fields.identifier(payer, "type").or(() -> Fields.identifier(payer, "object"));
    }

    private static Optional<ChangeResult.Rejected> rejected(Reason reason, String detail) {
        return Optional.of(ChangeRejections.rejected(reason, detail));
    }
}
