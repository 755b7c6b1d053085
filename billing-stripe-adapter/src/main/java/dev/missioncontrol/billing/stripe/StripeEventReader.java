package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Reads Stripe's events: verifies the raw bytes, then reads their JSON tolerantly, in every API version. stripe-java's own
 * model is not used for it: its deserializer is empty for any version but its own, and says null for what has moved.
 */
public final class StripeEventReader implements EventReader {
    /** Most webhook secrets at once: two suffice to roll one. */
    public static final int MOST_SECRETS = SignatureVerifier.MOST_SECRETS;

    private final Authenticity authenticity;
    private final boolean testModeOnly;

    private StripeEventReader(Authenticity authenticity, boolean testModeOnly) {
        this.authenticity = authenticity;
        this.testModeOnly = testModeOnly;
    }

    /**
     * Believes what is signed with one of these secrets, at most 300 s from {@code clock}.
     *
     * @param secrets 1 to {@link #MOST_SECRETS} webhook secrets; several while one is rolled
     * @throws IllegalArgumentException if there is none, there are more, or one is blank
     */
    public static StripeEventReader signedBy(List<String> secrets, InstantSource clock) {
        return new StripeEventReader(new SignatureVerifier(secrets, clock), false);
    }

    /**
     * Believes anybody, as long as no real money is spoken of. For development alone: whoever calls this has made sure
     * that nobody but the developer can reach the webhook.
     */
    public static StripeEventReader unsigned() {
        return new StripeEventReader((body, signature) -> Optional.empty(), true);
    }

    /** Believes nobody: there is no webhook secret, and Stripe should try again when there is. */
    public static StripeEventReader closed() {
        Reading.Refused refused = new Reading.Refused(
                Refusal.NOT_CONFIGURED, "no webhook secret is set, so nothing that arrives can be verified");
        return new StripeEventReader((body, signature) -> Optional.of(refused), false);
    }

    @Override
    public String signatureHeader() {
        return StripeSignature.HEADER;
    }

    @Override
    public Reading read(byte[] body, Optional<String> signature) {
        if (body.length > StripeJson.LARGEST_BODY)
            return new Reading.Refused(
                    Refusal.BODY_TOO_LARGE, "has " + body.length + " bytes; at most " + StripeJson.LARGEST_BODY);
        Optional<Reading.Refused> refused = authenticity.refuses(body, signature);
        if (refused.isPresent()) return refused.get();
        Optional<ObjectNode> json = StripeJson.body(body, Redaction::event);
        if (json.isEmpty()) return malformed("the body is not a JSON object within our limits");
        if (testModeOnly && !isTestMode(json.get()))
            return new Reading.Refused(
                    Refusal.NOT_CONFIGURED, "an unsigned event must say livemode false; set a webhook secret");
        return event(json.get(), StripeJson.write(json.get()))
                .<Reading>map(Reading.Event::new)
                .orElseGet(() -> malformed("the body is not an event: it needs id, type, created and data.object"));
    }

    @Override
    public ProviderEvent reread(EventId id, String payload) {
        return StripeJson.payload(payload)
                .flatMap(json -> event(json, payload))
                .filter(event -> event.id().equals(id))
                .orElseThrow(() -> new IllegalArgumentException("the stored payload of " + id + " is not that event"));
    }

    static Optional<ProviderEvent> event(JsonNode event, String payload) {
        Optional<String> id = Fields.identifier(event, "id");
        Optional<String> type = Fields.identifier(event, "type");
        Optional<Instant> created = Fields.instant(event, "created");
        JsonNode object = Fields.at(event, "data", "object");
        if (id.isEmpty() || type.isEmpty() || created.isEmpty() || !object.isObject()) return Optional.empty();
        boolean livemode = Fields.flag(event, "livemode").orElseGet(() -> Fields.isTrue(object, "livemode"));
        return Optional.of(new ProviderEvent(
                new EventId(id.get()),
                type.get(),
                created.get(),
                livemode,
                Fields.identifier(event, "account"),
                Fields.identifier(event, "api_version"),
                ContentReader.read(type.get(), object, created.get(), livemode),
                payload));
    }

    private static boolean isTestMode(JsonNode event) {
        return Fields.flag(event, "livemode").equals(Optional.of(false))
                && !Fields.isTrue(Fields.at(event, "data", "object"), "livemode");
    }

    private static Reading malformed(String detail) {
        return new Reading.Refused(Refusal.MALFORMED, detail);
    }
}
