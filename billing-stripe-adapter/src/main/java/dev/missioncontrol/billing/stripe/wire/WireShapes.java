package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Objects of Stripe's with every field that it always sends, at rest, and the few ways to fill them. */
final class WireShapes {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the shapes are that events are written with too. */
    private static final String EVENT_SHAPES = "/dev/missioncontrol/billing/stripe/template/";

    private static final Map<String, ObjectNode> AT_REST = new ConcurrentHashMap<>();

    private WireShapes() {}

    /** A new object of this shape: one of this package's resources, or of those that events are written with. */
    static ObjectNode of(String shape) {
        return AT_REST.computeIfAbsent(shape, WireShapes::load).deepCopy();
    }

    static ObjectNode load(String shape) {
        for (String place : new String[] {shape, EVENT_SHAPES + shape}) {
            try (InputStream in = WireShapes.class.getResourceAsStream(place + ".json")) {
                if (in != null) return (ObjectNode) JSON.readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException(shape + ".json is missing from the jar");
    }

    static ObjectNode parse(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object of which only its kind is known. */
    static ObjectNode bare(String object) {
        return JsonNodeFactory.instance.objectNode().put("object", object);
    }

    static ObjectNode deleted(String object, String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("deleted", true);
    }

    static ObjectNode list(String url, Collection<? extends JsonNode> data, boolean more) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data").addAll(data);
        return list.put("has_more", more).put("url", url);
    }

    static void time(ObjectNode json, String name, Optional<Instant> value) {
        value.ifPresentOrElse(at -> json.put(name, at.getEpochSecond()), () -> json.putNull(name));
    }

    static void text(ObjectNode json, String name, Optional<?> value) {
        value.ifPresentOrElse(present -> json.put(name, present.toString()), () -> json.putNull(name));
    }

    /** Adds what was sent to what is there; an empty text takes a key away, nothing at all takes all of them. */
    static void metadata(ObjectNode json, JsonNode sent) {
        if (sent.isMissingNode()) return;
        ObjectNode kept = json.path("metadata") instanceof ObjectNode there ? there : json.putObject("metadata");
        if (sent.isNull()) kept.removeAll();
        sent.properties().forEach(entry -> {
            if (entry.getValue().asText().isEmpty()) kept.remove(entry.getKey());
            else kept.put(entry.getKey(), entry.getValue().asText());
        });
    }
}
