package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.plan.Money;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * One invoice of a customer, as a list shows it.
 *
 * @param id the invoice
 * @param number what it says on paper; drafts have none
 * @param date when it became final, or was made
 * @param total all that it asks for, tax and discounts included; negative for a credit
 * @param state where it stands
 * @param hostedPage the provider's page of it, to look at and to pay on; a bearer credential
 */
public record Invoice(
        InvoiceId id, Optional<String> number, Instant date, Money total, State state, Optional<URI> hostedPage) {
    /** Where an invoice stands. */
    public enum State {
        /** May still change: not for the customer's eyes. */
        DRAFT,
        OPEN,
        PAID,
        VOID,
        UNCOLLECTIBLE,
        /** A state that we don't know. */
        OTHER
    }
}
