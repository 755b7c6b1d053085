package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.provider.EventReader.Reading.Refused;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a webhook's body comes from Stripe and is fresh. Written here and not taken from stripe-java, whose
 * verifier accepts timestamps of the far future, takes one secret a call and throws unchecked on malformed headers.
 */
final class SignatureVerifier implements Authenticity {
    /** How far a timestamp may be from our clock, to either side; Stripe's own default. */
    static final Duration TOLERANCE = Duration.ofSeconds(300);

    /** Longest signature header in characters: some hundred signatures, where Stripe sends three at most. */
    static final int LONGEST_HEADER = 8 * 1024;

    /** Most secrets: two suffice to roll one, each costs an HMAC over the body. */
    static final int MOST_SECRETS = 16;

    private final List<StripeSignature> secrets;
    private final InstantSource clock;

    /** @throws IllegalArgumentException if there is no secret, one is blank, or there are more than {@link #MOST_SECRETS} */
    SignatureVerifier(List<String> secrets, InstantSource clock) {
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS)
            throw new IllegalArgumentException(
                    "needs 1 to " + MOST_SECRETS + " webhook secrets, not " + secrets.size());
        this.secrets = secrets.stream().map(StripeSignature::new).toList();
        this.clock = clock;
    }

    @Override
    public Optional<Refused> refuses(byte[] body, Optional<String> signature) {
        String text = signature.map(String::strip).orElse("");
        if (text.isEmpty())
            return refused(Refusal.SIGNATURE_MISSING, "no " + StripeSignature.HEADER + " header was sent");
        if (text.length() > LONGEST_HEADER)
            return refused(
                    Refusal.HEADER_TOO_LARGE,
                    StripeSignature.HEADER + " has " + text.length() + " characters; at most " + LONGEST_HEADER);
        Optional<SignatureHeader> header = SignatureHeader.parse(text);
        if (header.isEmpty())
            return refused(Refusal.SIGNATURE_MALFORMED, StripeSignature.HEADER + " is not of the form t=...,v1=...");
        if (!matches(header.get(), body))
            return refused(
                    Refusal.SIGNATURE_MISMATCH,
                    "no signature fits any webhook secret: a secret of another endpoint, or a body changed on its way");
        return refuseStale(header.get());
    }

    /** Every secret is held against every signature, whatever fitted before: how long it takes says nothing. */
    private boolean matches(SignatureHeader header, byte[] body) {
        boolean matched = false;
        for (StripeSignature secret : secrets) {
            byte[] expected = ascii(secret.of(header.timestamp(), body));
            for (String candidate : header.signatures()) matched |= MessageDigest.isEqual(expected, ascii(candidate));
        }
        return matched;
    }

    private Optional<Refused> refuseStale(SignatureHeader header) {
        Duration age = Duration.between(Instant.ofEpochSecond(header.second()), clock.instant());
        if (age.abs().compareTo(TOLERANCE) <= 0) return Optional.empty();
        return refused(
                Refusal.TIMESTAMP_OUTSIDE_TOLERANCE,
                "signed " + Math.abs(age.toSeconds()) + " s " + (age.isNegative() ? "ahead of" : "before")
                        + " our clock; at most " + TOLERANCE.toSeconds() + " s: a replay, or a wrong clock");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<Refused> refused(Refusal reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }
}
