package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Objects as versions before 2025-03-31.basil write them: the period on the subscription, the subscription on the invoice,
 * and an end with the period as {@code cancel_at_period_end}.
 */
final class OldShape {
    /** The version that moved periods to items. */
    private static final String BASIL = "2025-03-31";

    private OldShape() {}

    static boolean wants(String version) {
        return version.compareTo(BASIL) < 0;
    }

    /** Changes an object, and those inside it, in place. */
    static void apply(JsonNode json) {
        if (json instanceof ObjectNode object) {
            if (object.path("object").asText().equals("subscription")) subscription(object);
            if (object.path("object").asText().equals("invoice")) invoice(object);
        }
        json.forEach(OldShape::apply);
    }

    private static void subscription(ObjectNode json) {
        JsonNode first = json.at("/items/data/0");
        if (!(first instanceof ObjectNode item)) return;
        json.set("current_period_start", item.path("current_period_start"));
        json.set("current_period_end", item.path("current_period_end"));
        if (item.has("quantity")) json.set("quantity", item.path("quantity"));
        json.remove("billing_mode");
        for (JsonNode each : json.at("/items/data")) {
            ((ObjectNode) each).remove("current_period_start");
            ((ObjectNode) each).remove("current_period_end");
        }
        if (json.path("cancel_at").isNumber() && json.path("cancel_at").equals(json.path("current_period_end")))
            json.put("cancel_at_period_end", true);
    }

    private static void invoice(ObjectNode json) {
        json.set("subscription", json.at("/parent/subscription_details/subscription"));
        json.put("paid", json.path("status").asText().equals("paid"));
        json.remove("parent");
        for (JsonNode each : json.at("/lines/data")) {
            ObjectNode line = (ObjectNode) each;
            line.set(
                    "price",
                    WireShapes.bare("price")
                            .put("id", line.at("/pricing/price_details/price").asText()));
            line.set("proration", line.at("/parent/subscription_item_details/proration"));
            line.remove("pricing");
            line.remove("parent");
        }
    }
}
