package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * JSON as stored in text columns. What a row of an older version lacks reads as absent, and so does a word of a newer one;
 * what an empty value would be is left out.
 */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(JsonNode node) {
        try {
            return StorableText.of(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values has a text", e);
        }
    }

    /** @throws IllegalStateException if the column holds no JSON; without its text, which may be a customer's */
    static JsonNode read(String column, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column " + column + " holds no JSON, at character "
                    + e.getLocation().getCharOffset());
        }
    }

    static void put(ObjectNode node, String name, Optional<String> value) {
        value.ifPresent(present -> node.put(name, present));
    }

    static void putMoment(ObjectNode node, String name, Optional<Instant> value) {
        value.ifPresent(present -> node.put(name, present.toString()));
    }

    static void putNode(ObjectNode node, String name, Optional<? extends JsonNode> value) {
        value.ifPresent(present -> node.set(name, present));
    }

    static Optional<JsonNode> node(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    static Optional<String> string(JsonNode node, String name) {
        return node(node, name).map(JsonNode::asText);
    }

    static Optional<Instant> moment(JsonNode node, String name) {
        return string(node, name).map(Instant::parse);
    }

    static boolean flag(JsonNode node, String name, boolean otherwise) {
        return node(node, name).map(JsonNode::asBoolean).orElse(otherwise);
    }

    static <T> Optional<T> word(JsonNode node, String name, Function<String, Optional<T>> known) {
        return string(node, name).flatMap(known);
    }

    /** The elements of an array; none where there is no array. */
    static Stream<JsonNode> elements(JsonNode node, String name) {
        return node(node, name).stream().flatMap(array -> StreamSupport.stream(array.spliterator(), false));
    }
}
