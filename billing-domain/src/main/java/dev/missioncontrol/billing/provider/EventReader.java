package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.EventId;
import java.util.Optional;

/** Turns what arrives at the webhook into an event, if it is authentic. Called by many threads at once. */
public interface EventReader {
    /**
     * The header that carries the signature, for routes that take webhooks. The name of a field of HTTP (a token of RFC 9110), always the
     * same.
     */
    String signatureHeader();

    /**
     * Verifies and translates.
     *
     * @param body the bytes exactly as they came
     * @param signature the provider's signature header, absent where none was sent
     * @return the event, or why it is refused; never throws because of its input
     */
    Reading read(byte[] body, Optional<String> signature);

    /**
     * Translates again what was stored by us after an earlier {@link #read}.
     *
     * @throws IllegalArgumentException if the payload can't be understood
     */
    ProviderEvent reread(EventId id, String payload);

    /** What came of reading. */
    sealed interface Reading {
        /** An authentic event. */
        record Event(ProviderEvent event) implements Reading {}

        /**
         * Nothing that may be believed.
         *
         * @param reason which rule refused it
         * @param detail one sentence for a log; holds nothing of the body
         */
        record Refused(Refusal reason, String detail) implements Reading {}
    }

    /** Why something at the webhook is not believed. */
    enum Refusal {
        SIGNATURE_MISSING,
        SIGNATURE_MALFORMED,
        SIGNATURE_MISMATCH,
        TIMESTAMP_OUTSIDE_TOLERANCE,
        BODY_TOO_LARGE,
        HEADER_TOO_LARGE,
        MALFORMED,
        /** No secret is set and unsigned events are not allowed: the provider should try again later. */
        NOT_CONFIGURED
    }
}
