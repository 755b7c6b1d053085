package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.TenantId;
import java.util.Optional;

/**
 * A customer to be made.
 *
 * @param tenant whose it will be
 * @param email where invoices go, if known
 * @param name what invoices say, if known; at most {@link #LONGEST_NAME} characters
 * @param metadata what to write beside it
 */
public record CustomerRequest(
        TenantId tenant, Optional<String> email, Optional<String> name, BillingMetadata metadata) {
    /** Longest name in characters: Stripe refuses the customer with a longer one. */
    public static final int LONGEST_NAME = 256;
}
