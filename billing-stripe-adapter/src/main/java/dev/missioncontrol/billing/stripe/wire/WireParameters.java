package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what was sent to what Stripe accepts, and gives it types: numbers, booleans, lists. An empty text unsets a parameter
 * and becomes null. What each operation takes is in {@code parameters.json}, from the types of Stripe's library for Node
 * (MIT).
 */
final class WireParameters {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final ObjectNode OPERATIONS = WireShapes.load("parameters");

    private WireParameters() {}

    /** All operations that are served, as {@code METHOD path}. */
    static List<String> operations() {
        List<String> names = new ArrayList<>();
        OPERATIONS.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** @throws WireError as Stripe would, for the first parameter that it would refuse */
    static ObjectNode checked(String operation, ObjectNode sent) {
        return object(OPERATIONS.path(operation), sent, "");
    }

    private static ObjectNode object(JsonNode schema, ObjectNode sent, String owner) {
        ObjectNode checked = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : sent.properties()) {
            String name = owner.isEmpty() ? field.getKey() : owner + "[" + field.getKey() + "]";
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode others = schema.path("additionalProperties");
            if (known.isObject()) checked.set(field.getKey(), value(known, field.getValue(), name));
            else if (others.isObject()) checked.set(field.getKey(), entry(field.getValue(), name));
            else throw WireError.parameter("parameter_unknown", name, "Received unknown parameter: " + name);
        }
        for (JsonNode required : schema.path("required")) {
            if (checked.has(required.textValue())) continue;
            String name = owner.isEmpty() ? required.textValue() : owner + "[" + required.textValue() + "]";
            throw WireError.parameter("parameter_missing", name, "Missing required param: " + name + ".");
        }
        return checked;
    }

    /** An entry of metadata: any text, and an empty one takes it away. */
    private static JsonNode entry(JsonNode sent, String name) {
        if (!sent.isTextual()) throw invalid("string", sent, name);
        return sent;
    }

    private static JsonNode value(JsonNode schema, JsonNode sent, String name) {
        List<JsonNode> options = options(schema);
        return sent instanceof ObjectNode tree ? tree(options, tree, name) : leaf(options, sent.textValue(), name);
    }

    private static JsonNode tree(List<JsonNode> options, ObjectNode sent, String name) {
        for (JsonNode option : options) {
            if (option.has("items")) return list(option.path("items"), sent, name);
            if (option.has("properties") || option.path("additionalProperties").isObject())
                return object(option, sent, name);
        }
        throw invalid("string", sent, name);
    }

    private static ArrayNode list(JsonNode items, ObjectNode sent, String name) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < sent.size(); i++) {
            JsonNode element = sent.path(String.valueOf(i));
            if (element.isMissingNode()) throw invalid("array", sent, name);
            list.add(value(items, element, name + "[" + i + "]"));
        }
        return list;
    }

    private static JsonNode leaf(List<JsonNode> options, String text, String name) {
        if (text.isEmpty()) {
            boolean unsets = options.stream().anyMatch(WireParameters::takesNothing);
            if (unsets) return NullNode.getInstance();
            throw WireError.parameter(
                    "parameter_invalid_empty",
                    name,
                    "You passed an empty string for '" + name + "'. We assume empty values are an attempt to unset a"
                            + " parameter; however '" + name + "' cannot be unset. You should remove '" + name
                            + "' from your request or supply a non-empty value.");
        }
        for (JsonNode option : options) {
            Optional<JsonNode> read = read(option, text);
            if (read.isPresent()) return read.get();
        }
        throw refused(options, text, name);
    }

    private static boolean takesNothing(JsonNode option) {
        for (JsonNode word : option.path("enum")) if (word.asText().isEmpty()) return true;
        return option.path("type").asText().equals("null");
    }

    private static Optional<JsonNode> read(JsonNode option, String text) {
        if (option.has("const")) return option.path("const").asText().equals(text) ? text(text) : Optional.empty();
        if (option.has("enum")) {
            for (JsonNode word : option.path("enum")) if (word.asText().equals(text)) return text(text);
            return Optional.empty();
        }
        return switch (option.path("type").asText()) {
            case "boolean" ->
                text.equals("true") || text.equals("false")
                        ? Optional.of(BooleanNode.valueOf(text.equals("true")))
                        : Optional.empty();
            case "number", "integer" -> number(text);
            case "string" -> text(text);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> text(String text) {
        return Optional.of(TextNode.valueOf(text));
    }

    private static Optional<JsonNode> number(String text) {
        try {
            return Optional.of(LongNode.valueOf(Long.parseLong(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static WireError refused(List<JsonNode> options, String text, String name) {
        List<String> words = new ArrayList<>();
        for (JsonNode option : options) option.path("enum").forEach(word -> words.add(word.asText()));
        words.remove("");
        if (!words.isEmpty())
            return WireError.word(name, "Invalid " + name + ": must be one of " + String.join(", ", words));
        String type = options.get(0).path("type").asText();
        return invalid(type.equals("number") ? "integer" : type, TextNode.valueOf(text), name);
    }

    private static WireError invalid(String type, JsonNode sent, String name) {
        return WireError.parameter(
                "parameter_invalid_" + type,
                name,
                "Invalid " + type + ": " + (sent.isTextual() ? sent.asText() : "{}"));
    }

    private static List<JsonNode> options(JsonNode schema) {
        if (!schema.has("anyOf")) return List.of(schema);
        List<JsonNode> options = new ArrayList<>();
        schema.path("anyOf").forEach(option -> options.addAll(options(option)));
        return options;
    }
}
