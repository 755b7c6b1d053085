package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request as an operation sees it.
 *
 * @param id of the object in the path, empty where there is none
 * @param parameters checked
 */
record WireCall(String id, ObjectNode parameters) {
    JsonNode at(String name) {
        return parameters.path(name);
    }

    boolean has(String name) {
        return parameters.has(name);
    }

    Optional<String> text(String name) {
        JsonNode value = at(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** @throws WireError if it is not there */
    String require(String name) {
        return text(name)
                .orElseThrow(
                        () -> WireError.parameter("parameter_missing", name, "Missing required param: " + name + "."));
    }

    Optional<Instant> time(String name) {
        return time(at(name));
    }

    static Optional<Instant> time(JsonNode value) {
        return value.isNumber() ? Optional.of(Instant.ofEpochSecond(value.longValue())) : Optional.empty();
    }

    boolean isTrue(String name) {
        return at(name).asBoolean(false);
    }

    /** The paths to be expanded. */
    List<String> expand() {
        List<String> paths = new ArrayList<>();
        at("expand").forEach(path -> paths.add(path.asText()));
        return paths;
    }
}
