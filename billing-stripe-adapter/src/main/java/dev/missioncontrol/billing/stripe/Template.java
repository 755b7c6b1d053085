package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An object of Stripe's with every field that it always sends, each at rest: null, false, zero or empty. From the
 * resources beside this class.
 */
enum Template {
    SUBSCRIPTION,
    SUBSCRIPTION_ITEM,
    PRICE,
    CHECKOUT_SESSION,
    INVOICE,
    CUSTOMER,
    SUBSCRIPTION_SCHEDULE;

    private final ObjectNode atRest = load("template/" + name().toLowerCase(Locale.ROOT) + ".json");

    /** A new object, the caller's to change. */
    ObjectNode copy() {
        return atRest.deepCopy();
    }

    /** An object of which nothing is known but its kind. */
    static ObjectNode bare(String kind) {
        return JsonNodeFactory.instance.objectNode().put("object", kind);
    }

    private static ObjectNode load(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException(resource + " is missing from the jar");
            JsonNode json = StripeJson.payload(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .orElseThrow(() -> new IllegalStateException(resource + " is not a JSON object"));
            return (ObjectNode) json;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
