package dev.missioncontrol.billing.stripe;

import java.util.Set;

/** Names a call without the ids in its path, so that there are few names. */
final class Operation {
    /** First parts of collections that have two. */
    private static final Set<String> PREFIXES = Set.of("checkout", "billing_portal");

    /** Last parts that stand where an id would. */
    private static final Set<String> WORDS = Set.of("create_preview");

    private Operation() {}

    /** For example {@code GET /v1/subscriptions/{id}}. */
    static String name(String method, String url) {
        String[] parts = url.split("\\?", 2)[0].split("/");
        int collection = parts.length > 2 && PREFIXES.contains(parts[2]) ? 3 : 2;
        int id = collection + 1;
        if (parts.length > id && !WORDS.contains(parts[id])) parts[id] = "{id}";
        return method + " " + String.join("/", parts);
    }
}
