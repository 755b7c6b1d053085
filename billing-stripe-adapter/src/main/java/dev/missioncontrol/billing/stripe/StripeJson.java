package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Optional;

/** Parses foreign JSON with a bound on everything: depth, length of names, texts and numbers, one value a key. */
final class StripeJson {
    /** Deepest nesting: Stripe's objects reach about 12; a parser that recurses dies at some thousands. */
    static final int DEEPEST = 100;

    /** Longest text in characters: longer than any field of Stripe's. */
    static final int LONGEST_TEXT = 64 * 1024;

    /** Longest name of a field in characters. */
    static final int LONGEST_NAME = 256;

    /** Longest number in digits: a long has 19, and turning digits into numbers costs their square. */
    static final int LONGEST_NUMBER = 64;

    /** Largest webhook body in bytes: Stripe's largest events are some 100 KB. */
    static final int LARGEST_BODY = 256 * 1024;

    /** Largest answer to a call in bytes: a hundred subscriptions of twenty items are some 4 MB. */
    static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    private static final ObjectMapper BODIES = mapper(LARGEST_BODY);
    private static final ObjectMapper ANSWERS = mapper(LARGEST_ANSWER);

    private StripeJson() {}

    /** What reads a body, from where its object begins to where that ends. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    /** What is read out of the object that a webhook's body is, or nothing where it is anything else. */
    static <T> Optional<T> body(byte[] bytes, Reader<T> reader) {
        try (JsonParser json = BODIES.createParser(bytes)) {
            json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            if (json.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            T read = reader.read(json);
            return json.nextToken() == null ? Optional.of(read) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The value that a parser is at, which is no object and no array. */
    static JsonNode scalar(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(json.getText());
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? BigIntegerNode.valueOf(json.getBigIntegerValue())
                        : LongNode.valueOf(json.getLongValue());
            case VALUE_NUMBER_FLOAT -> DoubleNode.valueOf(json.getDoubleValue());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> NullNode.instance;
        };
    }

    /** Leaves out the value that a parser is at, held to the same limits as if it were read: it stands at its end then. */
    static void skip(JsonParser json) throws IOException {
        int open = 0;
        for (JsonToken token = json.currentToken(); ; token = json.nextToken()) {
            if (token.isStructStart()) open++;
            else if (token.isStructEnd()) open--;
            else if (token == JsonToken.VALUE_STRING && json.getTextLength() > LONGEST_TEXT)
                throw new StreamConstraintsException("a text is longer than " + LONGEST_TEXT);
            if (open == 0) return;
        }
    }

    /** The object that a stored payload is, or nothing where it is anything else. */
    static Optional<JsonNode> payload(String text) {
        try {
            return object(BODIES.readTree(text));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The object that a call was answered with, or nothing where it is anything else. */
    static Optional<JsonNode> answer(String text) {
        try {
            return object(ANSWERS.readTree(text));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** As text without blanks. */
    static String write(JsonNode node) {
        try {
            return BODIES.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can always be written", e);
        }
    }

    /** As UTF-8 bytes without blanks. */
    static byte[] bytes(JsonNode node) {
        try {
            return BODIES.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can always be written", e);
        }
    }

    private static Optional<JsonNode> object(JsonNode node) {
        return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
    }

    private static ObjectMapper mapper(int largest) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_TEXT)
                        .maxNameLength(LONGEST_NAME)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxDocumentLength(largest)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // Names are remembered, some thousands at most: who finds many of one hash only makes them be
                // read anew.
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
