package dev.missioncontrol.billing.provider;

import java.util.Optional;

/**
 * How a customer pays, as its billing page shows it.
 *
 * @param method what the next payment is taken from; absent if nothing is on file
 * @param email where invoices go, if anywhere
 * @param discount what is given off the next invoices, if anything
 */
public record PaymentDetails(
        Optional<PaymentMethod> method, Optional<EmailAddress> email, Optional<Discount> discount) {
    /** Of who never paid. */
    public static final PaymentDetails NONE = new PaymentDetails(Optional.empty(), Optional.empty(), Optional.empty());
}
