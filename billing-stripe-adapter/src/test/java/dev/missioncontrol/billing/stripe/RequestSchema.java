package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Stripe's published parameters, held against what was really sent: an unknown one would be refused. */
final class RequestSchema {
    private RequestSchema() {}

    /** What is wrong with a request; nothing where the schema is not at hand. */
    static List<String> faults(StripeDouble.Seen seen) {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("shared/stripe-schema/requests.json")))
            here = here.getParent();
        if (here == null) return List.of();
        JsonNode file = SharedFolder.parse(SharedFolder.read(here.resolve("shared/stripe-schema/requests.json")));
        // A path by its own name is meant before one whose id it could be: create_preview is no invoice.
        for (boolean literal : new boolean[] {true, false})
            for (JsonNode operation : file.path("operations"))
                if (matches(operation, seen)
                        && literal == operation.path("path").textValue().equals(seen.path()))
                    return faults(operation.path("params"), seen);
        // Not an object of billing, so not in the file; stripe-java asks for it without any parameter.
        if (seen.method().equals("GET")
                && seen.path().equals("/v1/tax/settings")
                && seen.parameters().isEmpty()) return List.of();
        return List.of(seen.method() + " " + seen.path() + " is no operation of Stripe's");
    }

    private static boolean matches(JsonNode operation, StripeDouble.Seen seen) {
        String path = operation.path("path").textValue().replaceAll("\\{[^}]*}", "[^/]+");
        return operation.path("method").textValue().equals(seen.method())
                && seen.path().matches(path);
    }

    private static List<String> faults(JsonNode params, StripeDouble.Seen seen) {
        List<String> faults = new ArrayList<>();
        for (JsonNode required : params.path("required")) {
            String name = required.textValue();
            if (seen.parameters().keySet().stream().noneMatch(sent -> sent.equals(name) || sent.startsWith(name + "[")))
                faults.add(name + " is missing");
        }
        seen.parameters().forEach((name, value) -> {
            JsonNode schema = params;
            for (String part : name.replace("]", "").split(Pattern.quote("["))) schema = step(schema, part);
            if (schema.isMissingNode()) faults.add(name + " is unknown");
            else if (!fits(schema, value)) faults.add(name + " can't be " + value);
        });
        return faults;
    }

    private static JsonNode step(JsonNode schema, String part) {
        for (JsonNode option : options(schema)) {
            if (option.path("properties").has(part))
                return option.path("properties").path(part);
            if (option.has("items") && part.chars().allMatch(Character::isDigit)) return option.path("items");
            if (option.path("additionalProperties").isObject()) return option.path("additionalProperties");
        }
        return schema.path("nothing of that name");
    }

    private static boolean fits(JsonNode schema, String value) {
        for (JsonNode option : options(schema)) {
            if (option.has("enum")) {
                for (JsonNode word : option.path("enum")) if (word.asText().equals(value)) return true;
                continue;
            }
            boolean fits = switch (option.path("type").asText("string")) {
                case "boolean" -> value.equals("true") || value.equals("false");
                case "integer", "number" -> value.matches("-?[0-9]+");
                case "object", "array" -> false;
                default -> true;
            };
            if (fits) return true;
        }
        return false;
    }

    private static List<JsonNode> options(JsonNode schema) {
        List<JsonNode> options = new ArrayList<>(List.of(schema));
        for (String choice : List.of("anyOf", "oneOf")) {
            if (!schema.has(choice)) continue;
            options.remove(schema);
            schema.path(choice).forEach(option -> options.addAll(options(option)));
        }
        return options;
    }
}
