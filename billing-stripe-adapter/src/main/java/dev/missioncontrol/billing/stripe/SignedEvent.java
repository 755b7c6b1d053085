package dev.missioncontrol.billing.stripe;

/**
 * An event as it goes over the wire.
 *
 * @param body the raw bytes to post
 * @param signatureHeader the value of {@link StripeSignature#HEADER} that fits them
 */
public record SignedEvent(byte[] body, String signatureHeader) {}
