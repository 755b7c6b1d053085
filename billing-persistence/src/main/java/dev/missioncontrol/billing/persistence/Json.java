package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.store.StorableText;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
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

    /** What an object has in it. */
    interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    /** An object as text. */
    static String text(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = MAPPER.createGenerator(text)) {
            object(out, fields);
        } catch (IOException e) {
            throw new IllegalStateException("plain values have a text", e);
        }
        return StorableText.of(text.toString());
    }

    private static void object(JsonGenerator out, Fields fields) throws IOException {
        out.writeStartObject();
        fields.write(out);
        out.writeEndObject();
    }

    static void put(JsonGenerator out, String name, Fields fields) throws IOException {
        out.writeFieldName(name);
        object(out, fields);
    }

    /** An array of objects, one for each of these. */
    static <T> void put(JsonGenerator out, String name, List<T> all, Function<T, Fields> fields) throws IOException {
        out.writeArrayFieldStart(name);
        for (T one : all) object(out, fields.apply(one));
        out.writeEndArray();
    }

    static void put(JsonGenerator out, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) out.writeStringField(name, value.get());
    }

    static void put(JsonGenerator out, String name, Instant moment) throws IOException {
        out.writeStringField(name, moment.toString());
    }

    static void putMoment(JsonGenerator out, String name, Optional<Instant> value) throws IOException {
        if (value.isPresent()) put(out, name, value.get());
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

    static Optional<JsonNode> node(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    static Optional<String> string(JsonNode node, String name) {
        return node(node, name).map(JsonNode::asText);
    }

    /**
     * What every version writes.
     *
     * @throws IllegalStateException if it is not there
     */
    static String required(JsonNode node, String name) {
        return string(node, name).orElseThrow(() -> new IllegalStateException("what is stored lacks " + name));
    }

    static Optional<Instant> moment(JsonNode node, String name) {
        return string(node, name).map(Moments::read);
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
