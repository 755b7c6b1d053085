package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts objects in the place of their ids, along paths as {@code latest_invoice.payments.data.payment.payment_intent}. */
final class WireExpansion {
    /** Deepest path, as at Stripe. */
    private static final int DEEPEST = 4;

    private final Map<String, Function<String, ObjectNode>> finders;

    /** @param finders by the beginning of ids, for example {@code cus_} */
    WireExpansion(Map<String, Function<String, ObjectNode>> finders) {
        this.finders = finders;
    }

    void expand(ObjectNode answer, List<String> paths) {
        // Of what was deleted nothing is left to expand.
        if (answer.path("deleted").asBoolean()) return;
        for (String path : paths) {
            List<String> parts = List.of(path.split("\\."));
            long levels = parts.stream().filter(part -> !part.equals("data")).count();
            if (levels > DEEPEST + 1)
                throw WireError.word("expand", "You cannot expand more than " + DEEPEST + " levels of a property.");
            if (!step(answer, parts, 0))
                throw WireError.word("expand", "This property cannot be expanded (" + path + ").");
        }
    }

    /** Says whether there was anything of that name: an id, an object, nothing at all, or an empty list. */
    private boolean step(JsonNode at, List<String> parts, int index) {
        if (index == parts.size()) return true;
        if (at.isArray()) {
            for (JsonNode each : at) if (!step(each, parts, index)) return false;
            return true;
        }
        // Of what was deleted nothing is left to expand, inside of another object either.
        if (at.path("deleted").asBoolean()) return true;
        String name = parts.get(index);
        if (!(at instanceof ObjectNode object) || !object.has(name)) return false;
        JsonNode next = object.path(name);
        if (next.isTextual()) {
            Optional<ObjectNode> found = find(next.textValue());
            if (found.isEmpty()) return false;
            object.set(name, found.get());
        }
        if (next instanceof ArrayNode list)
            for (int i = 0; i < list.size(); i++)
                if (list.get(i).isTextual()) {
                    Optional<ObjectNode> found = find(list.get(i).textValue());
                    if (found.isEmpty()) return false;
                    list.set(i, found.get());
                }
        return object.path(name).isNull() || step(object.path(name), parts, index + 1);
    }

    private Optional<ObjectNode> find(String id) {
        return finders.entrySet().stream()
                .filter(finder -> id.startsWith(finder.getKey()))
                .max(Comparator.comparing(finder -> finder.getKey().length()))
                .map(finder -> finder.getValue().apply(id));
    }
}
