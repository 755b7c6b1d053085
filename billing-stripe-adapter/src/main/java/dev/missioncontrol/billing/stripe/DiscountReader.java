package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.PromotionCode.Lasts;
import dev.missioncontrol.billing.provider.Reduction;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads coupons, and the discounts that come of them. What gives nothing off, or can't be read, is absent. */
final class DiscountReader {
    /** Longest that a coupon repeats, in months: longer ones are taken to be as long, and no sum overflows. */
    private static final long MOST_MONTHS = 1_200;

    private DiscountReader() {}

    /** The first of a list that gives something off: Stripe takes them off in that order. */
    static Optional<Discount> first(JsonNode discounts) {
        return Fields.objects(discounts).stream()
                .flatMap(one -> discount(one).stream())
                .findFirst();
    }

    static Optional<Discount> discount(JsonNode discount) {
        // Before 2025-09-30.clover the coupon is on the discount itself.
        JsonNode source = Fields.at(discount, "source", "coupon");
        JsonNode coupon = source.isObject() ? source : discount.path("coupon");
        return reduction(coupon)
                .flatMap(off -> lasts(coupon).map(lasts -> new Discount(off, lasts, Fields.instant(discount, "end"))));
    }

    static Optional<Reduction> reduction(JsonNode coupon) {
        JsonNode percent = coupon.path("percent_off");
        if (percent.isNumber()) {
            BigDecimal part = percent.decimalValue();
            boolean sound = part.signum() > 0 && part.compareTo(Reduction.HUNDRED) <= 0;
            return sound ? Optional.of(new Reduction.Percent(part)) : Optional.empty();
        }
        OptionalLong amount = Fields.number(coupon, "amount_off");
        return Fields.text(coupon, "currency")
                .filter(Money::isCurrency)
                .filter(currency -> amount.orElse(0) > 0)
                .map(currency -> new Reduction.Amount(new Money(amount.getAsLong(), currency)));
    }

    static Optional<Lasts> lasts(JsonNode coupon) {
        return Fields.identifier(coupon, "duration").flatMap(word -> switch (word) {
            case "once" -> Optional.of(Lasts.ONCE);
            case "repeating" -> Optional.of(Lasts.MONTHS);
            case "forever" -> Optional.of(Lasts.FOREVER);
            default -> Optional.empty();
        });
    }

    /** How many, where it lasts for months. */
    static int months(JsonNode coupon) {
        long months = Fields.number(coupon, "duration_in_months").orElse(0);
        return (int) Math.max(0, Math.min(MOST_MONTHS, months));
    }
}
