package dev.missioncontrol.billing.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The small JSON object that a client sends; everything in it that is not understood is refused by name. */
final class Command {
    /** Largest command in bytes: three short fields. */
    static final int LARGEST = 8 * 1024;

    /** Deepest nesting read: commands are flat. */
    private static final int DEEPEST = 8;

    /** Digits of a number that are read before it is refused: enough to say what is wrong with it by name. */
    private static final int LONGEST_NUMBER = 400;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode body;

    private Command(JsonNode body) {
        this.body = body;
    }

    /** Reads the request's body; an absent one is an empty object. */
    static Command of(Context ctx, Set<String> fields) {
        byte[] bytes = Limits.body(ctx);
        if (bytes.length == 0) return new Command(JSON.createObjectNode());
        BodyType.JSON.require(ctx);
        return of(bytes, fields);
    }

    /** Reads a body that says it is JSON. */
    static Command of(byte[] bytes, Set<String> fields) {
        JsonNode body = parse(bytes);
        if (!body.isObject()) throw new Problem(400, "malformed_json", "The body must be a JSON object.");
        List<String> unknown = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) unknown.add(name);
        });
        if (!unknown.isEmpty())
            throw new Problem(
                    400,
                    "unknown_field",
                    "Only these fields are understood: "
                            + String.join(", ", fields.stream().sorted().toList()) + ".",
                    unknown.get(0),
                    0);
        return new Command(body);
    }

    /** As UTF-8 and nothing else: the parser alone would guess other encodings, and pass over some of what is malformed. */
    private static JsonNode parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return JSON.readTree(text);
        } catch (CharacterCodingException e) {
            throw new Problem(400, "malformed_json", "The body is not UTF-8.");
        } catch (JsonProcessingException e) {
            throw new Problem(400, "malformed_json", "The body is not valid JSON.");
        }
    }

    String text(String field) {
        return optionalText(field)
                .orElseThrow(
                        () -> new Problem(400, "missing_field", "The field \"" + field + "\" is missing.", field, 0));
    }

    Optional<String> optionalText(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!value.isTextual())
            throw new Problem(400, "wrong_type", "The field \"" + field + "\" must be a string.", field, 0);
        return Optional.of(value.textValue());
    }

    /** Whether this is asked for; not where nothing is said of it. */
    boolean flag(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) return false;
        if (!value.isBoolean())
            throw new Problem(400, "wrong_type", "The field \"" + field + "\" must be true or false.", field, 0);
        return value.booleanValue();
    }

    /** A whole number; one that no {@code long} can hold is the nearest that can, which is out of any bounds. */
    OptionalLong number(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) return OptionalLong.empty();
        if (!value.isIntegralNumber())
            throw new Problem(400, "wrong_type", "The field \"" + field + "\" must be a whole number.", field, 0);
        if (value.canConvertToLong()) return OptionalLong.of(value.longValue());
        return OptionalLong.of(value.bigIntegerValue().signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
    }
}
