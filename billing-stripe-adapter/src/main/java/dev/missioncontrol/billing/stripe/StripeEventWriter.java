package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Instant;

/**
 * Writes an event as Stripe would, in the shape of {@link #API_VERSION}, and signs it: with it a sandbox sends webhooks to
 * our own endpoint, so that a demo and a test go the way that production goes. {@link StripeEventReader} reads the same
 * content back; what no event of Stripe's carries is lost on the way (arrears, a session's URL, fractions of a second).
 */
public final class StripeEventWriter {
    /** The version whose shape is written: the one that stripe-java is pinned to. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private final StripeSignature signature;

    /**
     * @param secret the webhook secret that the endpoint knows
     * @throws IllegalArgumentException if it is blank
     */
    public StripeEventWriter(String secret) {
        signature = new StripeSignature(secret);
    }

    /**
     * The event, signed as sent at {@code at}.
     *
     * @throws IllegalArgumentException if type and content of the event don't belong together
     */
    public SignedEvent write(ProviderEvent event, Instant at) {
        return sign(body(event), at);
    }

    /** An event that is JSON already, signed as sent at {@code at}. */
    public SignedEvent sign(byte[] body, Instant at) {
        return new SignedEvent(body, signature.header(body, at));
    }

    /**
     * The event's JSON, not signed.
     *
     * @throws IllegalArgumentException if type and content of the event don't belong together
     */
    public static byte[] body(ProviderEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", event.id().value()).put("object", "event");
        event.account().ifPresent(account -> json.put("account", account));
        json.put("api_version", API_VERSION).put("created", event.created().getEpochSecond());
        json.putObject("data").set("object", ObjectWriter.write(event));
        json.put("livemode", event.livemode()).put("pending_webhooks", 1);
        json.putObject("request").putNull("id").putNull("idempotency_key");
        json.put("type", event.type());
        return StripeJson.bytes(json);
    }
}
