package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The long way to read an event: all of it as a tree by Jackson's own means, its content out of all of that, and then a second
 * tree of what may be kept. What is read in one pass must be the same, or refused as well.
 */
final class TreeReading {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(StripeJson.DEEPEST)
                            .maxStringLength(StripeJson.LONGEST_TEXT)
                            .maxNameLength(StripeJson.LONGEST_NAME)
                            .maxNumberLength(StripeJson.LONGEST_NUMBER)
                            .maxDocumentLength(StripeJson.LARGEST_BODY)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TreeReading() {}

    /** What a body that is well signed is. */
    static Reading of(byte[] body) {
        if (body.length > StripeJson.LARGEST_BODY)
            return new Reading.Refused(
                    Refusal.BODY_TOO_LARGE, "has " + body.length + " bytes; at most " + StripeJson.LARGEST_BODY);
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException notJson) {
            json = null;
        }
        if (json == null || !json.isObject())
            return new Reading.Refused(Refusal.MALFORMED, "the body is not a JSON object within our limits");
        Optional<ProviderEvent> event = StripeEventReader.event(json, payload(json));
        return event.<Reading>map(Reading.Event::new)
                .orElseGet(() -> new Reading.Refused(
                        Refusal.MALFORMED, "the body is not an event: it needs id, type, created and data.object"));
    }

    private static String payload(JsonNode event) {
        ObjectNode kept = fields(event, Redaction.ENVELOPE);
        kept.putObject("data").set("object", object(Fields.at(event, "data", "object")));
        return kept.toString();
    }

    private static ObjectNode object(JsonNode node) {
        ObjectNode kept = fields(node, Redaction.KEPT);
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

    private static boolean isKept(JsonNode value) {
        if (value.isFloatingPointNumber()) return Double.isFinite(value.doubleValue());
        return !value.isNull() && (!value.isTextual() || isClean(value.textValue()));
    }

    private static boolean isClean(String text) {
        return text.length() <= Fields.LONGEST_TEXT
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF);
    }
}
