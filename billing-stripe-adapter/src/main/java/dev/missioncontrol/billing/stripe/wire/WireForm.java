package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads form-encoded parameters, {@code a[b][0][c]=d}, as a tree of objects; what is a list is told by the schema. */
final class WireForm {
    /** Most parameters of a request: more than any operation takes. */
    private static final int MOST_PARAMETERS = 2_000;

    /** Deepest nesting of a name: Stripe's own parameters need six. */
    private static final int DEEPEST = 10;

    private WireForm() {}

    static ObjectNode read(String encoded) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (encoded.isEmpty()) return root;
        String[] pairs = encoded.split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) throw WireError.refused("There are too many parameters.");
        for (String pair : pairs) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            put(root, parts(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return root;
    }

    private static void put(ObjectNode root, List<String> parts, String value) {
        ObjectNode at = root;
        for (int i = 0; i < parts.size() - 1; i++) {
            String key = key(at, parts.get(i));
            JsonNode next = at.path(key);
            at = next instanceof ObjectNode inner ? inner : at.putObject(key);
        }
        at.put(key(at, parts.get(parts.size() - 1)), value);
    }

    /** {@code []} is the next place of a list. */
    private static String key(ObjectNode at, String part) {
        return part.isEmpty() ? String.valueOf(at.size()) : part;
    }

    private static List<String> parts(String name) {
        int bracket = name.indexOf('[');
        if (bracket <= 0 || !name.endsWith("]")) return List.of(name);
        List<String> parts = new ArrayList<>(List.of(name.substring(0, bracket)));
        for (String part : name.substring(bracket + 1, name.length() - 1).split("]\\[", -1)) parts.add(part);
        if (parts.size() > DEEPEST) throw WireError.refused("A parameter is nested too deeply.");
        return parts;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw WireError.refused("The parameters are not form-encoded.");
        }
    }
}
