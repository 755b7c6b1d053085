package dev.missioncontrol.billing.stripe;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stripe's webhook signature under one secret: HMAC-SHA256 over {@code timestamp + "." + raw body}, in lower-case
 * hexadecimal digits. Safe for use by many threads.
 */
public final class StripeSignature {
    /** The header that carries it. */
    public static final String HEADER = "Stripe-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** Keyed once and only ever cloned: a clone costs a copy of its state, a new one a provider look-up and a key set-up. */
    private final Mac keyed;

    /** @throws IllegalArgumentException if the secret is blank or has blanks around it, as a wrongly pasted one does */
    public StripeSignature(String secret) {
        if (secret.isBlank()) throw new IllegalArgumentException("a webhook secret is blank");
        if (!secret.equals(secret.strip()))
            throw new IllegalArgumentException("a webhook secret has blanks or line breaks around it");
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        keyed = newMac();
    }

    /** The header's value for a body that is sent at {@code at}, as Stripe sends it. */
    public String header(byte[] body, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        return "t=" + timestamp + ",v1=" + of(timestamp, body);
    }

    /** The signature of a body at a timestamp, both exactly as they travel. */
    String of(String timestamp, byte[] body) {
        Mac mac = freshMac();
        mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) '.');
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private Mac freshMac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException hardwareKeepsItsState) {
            return newMac();
        }
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "StripeSignature[***]";
    }
}
