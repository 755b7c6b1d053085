package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.Reduction;
import java.text.NumberFormat;
import java.time.Instant;

/** What is given off, in words. */
final class Discounts {
    private Discounts() {}

    /** What a code gives to who buys with it. */
    static String promised(PromotionCode code, Wording wording) {
        String off = off(code.reduction(), wording);
        return switch (code.lasts()) {
            case ONCE -> wording.say("promotion.once", "off", off);
            case MONTHS -> wording.say("promotion.months", "off", off, "months", code.months());
            case FOREVER -> wording.say("promotion.always", "off", off);
        };
    }

    /** What somebody holds. */
    static String held(Discount discount, Wording wording) {
        String off = off(discount.reduction(), wording);
        if (discount.lasts() == PromotionCode.Lasts.ONCE) return wording.say("discount.next", "off", off);
        return discount.until()
                .map((Instant at) -> wording.say("discount.until", "off", off, "at", at))
                .orElseGet(() -> wording.say("discount.always", "off", off));
    }

    private static String off(Reduction reduction, Wording wording) {
        if (reduction instanceof Reduction.Amount amount) return wording.say("discount.amount", "money", amount.off());
        NumberFormat number = NumberFormat.getNumberInstance(wording.locale());
        return wording.say("discount.percent", "percent", number.format(((Reduction.Percent) reduction).percent()));
    }
}
