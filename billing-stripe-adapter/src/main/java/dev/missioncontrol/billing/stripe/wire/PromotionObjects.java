package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.PromotionCode.Lasts;
import dev.missioncontrol.billing.provider.Reduction;
import java.util.List;
import java.util.Optional;

/** Promotion codes, their coupons, and the discounts that subscriptions hold from them. */
final class PromotionObjects {
    /** The beginning of a coupon's id; what gives it follows: a promotion code or a subscription. */
    static final String COUPON = "cpn_";

    /** The beginning of a discount's id; its subscription follows. */
    static final String DISCOUNT = "di_";

    private final WireState books;

    PromotionObjects(WireState books) {
        this.books = books;
    }

    /** Those that can be used; of the others the sandbox knows nothing. */
    ObjectNode list(WireCall call) {
        List<PromotionCode> found = call.has("active") && !call.isTrue("active")
                ? List.of()
                : books.office.promotions().stream()
                        .filter(code -> call.text("code")
                                .filter(word -> !word.equalsIgnoreCase(code.code()))
                                .isEmpty())
                        .toList();
        return WirePage.of(
                call,
                "/v1/promotion_codes",
                "promotion_code",
                found,
                code -> code.id().value(),
                this::json);
    }

    private ObjectNode json(PromotionCode code) {
        ObjectNode json = WireShapes.of("promotion_code").put("id", code.id().value());
        json.put("code", code.code()).put("created", books.now().getEpochSecond());
        WireShapes.text(json, "customer", code.onlyFor());
        json.putObject("promotion").put("type", "coupon").put("coupon", COUPON + code.id());
        return json;
    }

    /** What a session was asked to give off. */
    Optional<PromotionCodeId> of(WireCall call, CustomerId customer) {
        JsonNode discounts = call.at("discounts");
        if (discounts.isEmpty()) return Optional.empty();
        if (call.has("allow_promotion_codes"))
            throw WireError.refused("You may only specify one of these parameters: allow_promotion_codes, discounts.");
        String id = discounts.path(0).path("promotion_code").asText();
        if (id.isEmpty())
            throw WireError.missingParameter(
                    "coupon", discounts.path(0).path("coupon").asText(), "discounts[0][coupon]");
        String parameter = "discounts[0][promotion_code]";
        PromotionCode code = books.office.promotions().stream()
                .filter(one -> one.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> WireError.missingParameter("promotion code", id, parameter));
        if (code.onlyFor().filter(owner -> !owner.equals(customer)).isPresent())
            throw WireError.word(parameter, "This promotion code cannot be redeemed by this customer.");
        return Optional.of(code.id());
    }

    ObjectNode discount(String id) {
        SubscriptionId subscription = new SubscriptionId(id.substring(DISCOUNT.length()));
        Discount held = books.office.discount(subscription).orElseThrow(() -> WireError.missing("discount", id));
        ObjectNode json = WireShapes.bare("discount").put("id", id);
        json.put("subscription", subscription.value()).put("start", books.now().getEpochSecond());
        WireShapes.time(json, "end", held.until());
        json.putObject("source").put("type", "coupon").put("coupon", COUPON + subscription);
        return json;
    }

    ObjectNode coupon(String id) {
        String from = id.substring(COUPON.length());
        Optional<PromotionCode> code = books.office.promotions().stream()
                .filter(one -> one.id().value().equals(from))
                .findFirst();
        if (code.isPresent())
            return coupon(
                    id, code.get().reduction(), code.get().lasts(), code.get().months());
        Discount held =
                books.office.discount(new SubscriptionId(from)).orElseThrow(() -> WireError.missing("coupon", id));
        return coupon(id, held.reduction(), held.lasts(), 1);
    }

    private ObjectNode coupon(String id, Reduction reduction, Lasts lasts, int months) {
        ObjectNode json = WireShapes.of("coupon").put("id", id);
        json.put("created", books.now().getEpochSecond());
        if (reduction instanceof Reduction.Percent part) json.put("percent_off", part.percent());
        if (reduction instanceof Reduction.Amount amount)
            json.put("amount_off", amount.off().minorUnits())
                    .put("currency", amount.off().currency());
        json.put(
                "duration",
                switch (lasts) {
                    case ONCE -> "once";
                    case MONTHS -> "repeating";
                    case FOREVER -> "forever";
                });
        if (lasts == Lasts.MONTHS) json.put("duration_in_months", months);
        return json;
    }
}
