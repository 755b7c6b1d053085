package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import java.net.URI;
import java.util.Optional;

/** Reads a checkout session as Stripe writes it, in every API version. */
final class CheckoutReader {
    private CheckoutReader() {}

    /**
     * The session, or nothing where it has no id.
     *
     * @param implied its state, should it not say so itself, as before 2021
     * @param url where it is paid, if that may be known here
     */
    static Optional<CheckoutSession> read(JsonNode session, State implied, Optional<URI> url) {
        return Fields.identifier(session, "id")
                .map(id -> new CheckoutSession(
                        new CheckoutSessionId(id),
                        state(session).orElse(implied),
                        url,
                        Fields.reference(session, "customer").map(CustomerId::new),
                        Fields.reference(session, "subscription").map(SubscriptionId::new),
                        Fields.text(session, "client_reference_id"),
                        MetadataReader.read(session),
                        isSubscription(session),
                        // Nothing said is nothing paid.
                        Fields.identifier(session, "payment_status").orElse("unpaid"),
                        Fields.instant(session, "expires_at")));
    }

    /** Where it says that it stands. */
    static Optional<State> state(JsonNode session) {
        return Fields.text(session, "status").flatMap(word -> switch (word) {
            case "open" -> Optional.of(State.OPEN);
            case "complete" -> Optional.of(State.COMPLETE);
            case "expired" -> Optional.of(State.EXPIRED);
            default -> Optional.empty();
        });
    }

    /** The first sessions had no {@code mode}; those with a subscription were the ones that sold one. */
    private static boolean isSubscription(JsonNode session) {
        return Fields.text(session, "mode")
                .map("subscription"::equals)
                .orElseGet(() -> Fields.reference(session, "subscription").isPresent());
    }
}
