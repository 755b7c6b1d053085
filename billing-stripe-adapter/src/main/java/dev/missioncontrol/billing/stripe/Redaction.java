package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/**
 * Cuts an event down to what may be kept: ids, states, prices, periods and our own metadata. A list of what stays and not
 * of what goes, since Stripe adds fields at any time: no name, address, e-mail, card, link or other people's metadata.
 */
final class Redaction {
    static final Set<String> ENVELOPE = Set.of("id", "object", "type", "created", "livemode", "account", "api_version");

    static final Set<String> KEPT = Set.of(
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

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Redaction() {}

    /**
     * The event with what may be kept, cut down while it is read: of all else no object is made, and yet it is held to our
     * limits. What is kept has the same content as all of it.
     *
     * @param json where the event begins
     * @throws IOException if it is no JSON, or not within our limits
     */
    static ObjectNode event(JsonParser json) throws IOException {
        ObjectNode kept = NODES.objectNode();
        ObjectNode data = NODES.objectNode();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("data") && value == JsonToken.START_OBJECT) data = data(json);
            else if (ENVELOPE.contains(name)) keep(kept, name, json);
            else StripeJson.skip(json);
        }
        return kept.set("data", data);
    }

    private static ObjectNode data(JsonParser json) throws IOException {
        ObjectNode kept = NODES.objectNode();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("object") && value == JsonToken.START_OBJECT) kept.set(name, object(json));
            else StripeJson.skip(json);
        }
        return kept;
    }

    private static ObjectNode object(JsonParser json) throws IOException {
        ObjectNode kept = NODES.objectNode();
        ObjectNode metadata = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("metadata") && value == JsonToken.START_OBJECT) metadata = metadata(json);
            else if (KEPT.contains(name)) keep(kept, name, json);
            else StripeJson.skip(json);
        }
        if (metadata != null && !metadata.isEmpty()) kept.set("metadata", metadata);
        return kept;
    }

    /** Ours, in our order. */
    private static ObjectNode metadata(JsonParser json) throws IOException {
        ObjectNode found = NODES.objectNode();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING && MetadataReader.OUR_KEYS.contains(name)) keep(found, name, json);
            else StripeJson.skip(json);
        }
        ObjectNode kept = NODES.objectNode();
        for (String key : MetadataReader.OUR_KEYS) if (found.has(key)) kept.set(key, found.get(key));
        return kept;
    }

    private static void keep(ObjectNode target, String name, JsonParser json) throws IOException {
        JsonNode value = value(json);
        if (isKept(value)) target.set(name, value);
    }

    private static JsonNode value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            default -> StripeJson.scalar(json);
        };
    }

    private static ArrayNode array(JsonParser json) throws IOException {
        ArrayNode kept = NODES.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = value(json);
            if (isKept(element)) kept.add(element);
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
