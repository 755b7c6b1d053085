package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads fields of foreign JSON without trusting their types: what is missing, null, of another type or out of bounds is
 * absent. Total over every tree: nothing in here throws.
 */
final class Fields {
    /** Longest identifier in characters that Stripe promises. */
    static final int LONGEST_IDENTIFIER = 255;

    /** Longest text in characters that is taken: that of a metadata value. */
    static final int LONGEST_TEXT = 500;

    /** Last second that is a time at all, the end of the year 9999: later ones fit no database. */
    static final long LAST_SECOND = 253_402_300_799L;

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private Fields() {}

    /** What is at the end of a path of objects; a missing node where it breaks off. */
    static JsonNode at(JsonNode node, String... path) {
        JsonNode found = node;
        for (String name : path) found = found.path(name);
        return found;
    }

    /** The objects in an array; none where it is anything else. */
    static List<JsonNode> objects(JsonNode array) {
        List<JsonNode> objects = new ArrayList<>();
        if (array.isArray()) for (JsonNode element : array) if (element.isObject()) objects.add(element);
        return objects;
    }

    /** A text of at most {@link #LONGEST_TEXT} characters that every database takes. */
    static Optional<String> text(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        return value.isTextual() && isClean(value.textValue()) ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** An identifier or a word: 1 to {@link #LONGEST_IDENTIFIER} visible ASCII characters. */
    static Optional<String> identifier(JsonNode parent, String name) {
        return identifier(parent.path(name));
    }

    /** What another object is called here: its id, or the id of the object itself where it came expanded. */
    static Optional<String> reference(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        return value.isObject() ? identifier(value, "id") : identifier(value);
    }

    /** A time in whole seconds since 1970. */
    static Optional<Instant> instant(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) return Optional.empty();
        long second = value.longValue();
        return second < 0 || second > LAST_SECOND ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
    }

    /** A whole number; one beyond a long is the nearest long. */
    static OptionalLong number(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (!value.isIntegralNumber()) return OptionalLong.empty();
        return OptionalLong.of(value.bigIntegerValue().max(LEAST).min(MOST).longValueExact());
    }

    /** A truth value. */
    static Optional<Boolean> flag(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }

    /** Whether it says true. */
    static boolean isTrue(JsonNode parent, String name) {
        return parent.path(name).isBoolean() && parent.path(name).booleanValue();
    }

    /** Whether a text is short enough and has neither control characters nor halves of a surrogate pair. */
    static boolean isClean(String text) {
        if (text.length() > LONGEST_TEXT) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) return false;
            if (!Character.isSurrogate(c)) continue;
            // Only a pair of them is a character.
            if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) return false;
            i++;
        }
        return true;
    }

    private static Optional<String> identifier(JsonNode value) {
        if (!value.isTextual()) return Optional.empty();
        String text = value.textValue();
        return isIdentifier(text) ? Optional.of(text) : Optional.empty();
    }

    private static boolean isIdentifier(String text) {
        if (text.isEmpty() || text.length() > LONGEST_IDENTIFIER) return false;
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) <= ' ' || text.charAt(i) > '~') return false;
        return true;
    }
}
