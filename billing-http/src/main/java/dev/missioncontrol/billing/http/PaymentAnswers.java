package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.Reduction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API answers about paying, in the order documented; absent values are null, never left out. */
final class PaymentAnswers {
    private PaymentAnswers() {}

    static Map<String, @Nullable Object> details(PaymentDetails details, CurrentSubscription current) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("method", details.method().map(PaymentAnswers::method).orElse(null));
        answer.put(
                "expiresBeforeRenewal",
                details.method()
                        .flatMap(method -> current.nextPayment().map(at -> !method.worksAt(at)))
                        .orElse(false));
        answer.put("email", details.email().map(EmailAddress::value).orElse(null));
        answer.put("discount", details.discount().map(PaymentAnswers::discount).orElse(null));
        return answer;
    }

    private static Map<String, @Nullable Object> method(PaymentMethod method) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("type", method.type());
        answer.put("brand", method.brand().orElse(null));
        answer.put("last4", method.last4().orElse(null));
        answer.put("expires", method.expiry().map(Object::toString).orElse(null));
        return answer;
    }

    private static Map<String, @Nullable Object> discount(Discount discount) {
        Map<String, @Nullable Object> answer = reduction(discount.reduction());
        answer.put("lasts", word(discount.lasts()));
        answer.put("until", discount.until().map(Object::toString).orElse(null));
        return answer;
    }

    static Map<String, @Nullable Object> promotion(PromotionCode code) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("code", code.code());
        answer.putAll(reduction(code.reduction()));
        answer.put("lasts", word(code.lasts()));
        answer.put("months", code.lasts() == PromotionCode.Lasts.MONTHS ? code.months() : null);
        return answer;
    }

    private static Map<String, @Nullable Object> reduction(Reduction reduction) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("percentOff", reduction instanceof Reduction.Percent part ? part.percent() : null);
        answer.put(
                "amountOff", reduction instanceof Reduction.Amount amount ? ChangeAnswers.money(amount.off()) : null);
        return answer;
    }

    private static String word(PromotionCode.Lasts lasts) {
        return lasts.name().toLowerCase(Locale.ROOT);
    }
}
