package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Cuts an event down to what may be kept: ids, states, prices, periods and our own metadata. A list of what stays and not
 * of what goes, since Stripe adds fields at any time: no name, address, e-mail, card, link or other people's metadata.
 */
final class Redaction {
    private static final Set<String> ENVELOPE =
            Set.of("id", "object", "type", "created", "livemode", "account", "api_version");

    private static final Set<String> KEPT = Set.of(
            // what it is, and whose
            "id",
            "object",
            "type",
            "created",
            "livemode",
            "deleted",
            "customer",
            "subscription",
            "released_subscription",
            "latest_invoice",
            "schedule",
            // how it stands
            "status",
            "payment_status",
            "mode",
            "billing_reason",
            "collection_method",
            "attempt_count",
            "attempted",
            // when
            "start_date",
            "current_period_start",
            "current_period_end",
            "period",
            "start",
            "end",
            "trial_start",
            "trial_end",
            "cancel_at",
            "cancel_at_period_end",
            "canceled_at",
            "ended_at",
            "due_date",
            "expires_at",
            // what is bought
            "items",
            "lines",
            "data",
            "has_more",
            "price",
            "plan",
            "pricing",
            "price_details",
            "recurring",
            "interval",
            "interval_count",
            "quantity",
            "currency",
            "unit_amount",
            "proration",
            // what it hangs on
            "parent",
            "subscription_details",
            "subscription_item_details",
            "subscription_item",
            "client_reference_id");

    private Redaction() {}

    /** The event with what may be kept; reading it again gives the same content. */
    static String payload(JsonNode event) {
        ObjectNode kept = fields(event, ENVELOPE);
        kept.putObject("data").set("object", object(Fields.at(event, "data", "object")));
        return StripeJson.write(kept);
    }

    private static ObjectNode object(JsonNode node) {
        ObjectNode kept = fields(node, KEPT);
        if (!node.path("metadata").isObject()) return kept;
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        MetadataReader.read(node).asMap().forEach(ours::put);
        if (!ours.isEmpty()) kept.set("metadata", ours);
        return kept;
    }

    private static ObjectNode fields(JsonNode node, Set<String> names) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(field -> {
            if (names.contains(field.getKey())) keep(kept, field.getKey(), field.getValue());
        });
        return kept;
    }

    private static void keep(ObjectNode target, String name, JsonNode value) {
        if (value.isObject()) target.set(name, object(value));
        else if (value.isArray()) target.set(name, array(value));
        else if (isKept(value)) target.set(name, value);
    }

    private static ArrayNode array(JsonNode node) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : node) {
            if (element.isObject()) kept.add(object(element));
            else if (element.isArray()) kept.add(array(element));
            else if (isKept(element)) kept.add(element);
        }
        return kept;
    }

    /**
     * Nulls say nothing, and a text that no database takes was not read either. A number too large for a double would be
     * written as the text {@code "Infinity"}, and read again as one: a price of that name, say.
     */
    private static boolean isKept(JsonNode value) {
        if (value.isFloatingPointNumber()) return Double.isFinite(value.doubleValue());
        return !value.isNull() && (!value.isTextual() || Fields.isClean(value.textValue()));
    }
}
