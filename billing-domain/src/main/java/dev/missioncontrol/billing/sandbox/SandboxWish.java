package dev.missioncontrol.billing.sandbox;

import java.time.Duration;
import java.time.Instant;

/**
 * What a subscription is going to be: with its next period, or once an invoice is paid.
 *
 * @param price its price then
 * @param quantity how many
 * @param restarts whether a new period begins with it
 */
record SandboxWish(SandboxPrices.Sold price, long quantity, boolean restarts) {
    /** How long a change waits for its payment, as at Stripe. */
    static final Duration PAYMENT_WITHIN = Duration.ofHours(23);

    /** One that waits for the payment of its invoice. */
    record Pending(SandboxWish wish, SandboxInvoice invoice, Instant expiresAt) {}
}
