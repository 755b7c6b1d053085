package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.PromotionCode.Lasts;
import java.util.List;
import java.util.Optional;

/** Looks up codes that customers type. */
final class PromotionCalls {
    private final StripeCalls calls;

    PromotionCalls(StripeCalls calls) {
        this.calls = calls;
    }

    /** Stripe's {@code active} is all in one: not switched off, not expired, not used up, of a coupon that is valid. Newest first. */
    List<PromotionCode> find(String code) {
        Form query = new Form()
                .add("code", code)
                .add("active", true)
                .add("limit", PromotionCode.MOST_OF_A_WORD)
                .add("expand[0]", "data.promotion.coupon");
        Answer answer = calls.get("looking up a promotion code", "/v1/promotion_codes", query);
        return answer.data().stream()
                .flatMap(found -> PromotionCalls.read(found).stream())
                .toList();
    }

    private static Optional<PromotionCode> read(JsonNode found) {
        JsonNode coupon = Fields.at(found, "promotion", "coupon");
        Optional<Lasts> lasts = DiscountReader.lasts(coupon);
        Optional<String> id = Fields.identifier(found, "id");
        Optional<String> code = Fields.text(found, "code");
        if (lasts.isEmpty() || id.isEmpty() || code.isEmpty()) return Optional.empty();
        return DiscountReader.reduction(coupon)
                .map(reduction -> new PromotionCode(
                        new PromotionCodeId(id.get()),
                        code.get(),
                        reduction,
                        lasts.get(),
                        lasts.get() == Lasts.MONTHS ? DiscountReader.months(coupon) : 0,
                        Fields.reference(found, "customer").map(CustomerId::new)));
    }
}
