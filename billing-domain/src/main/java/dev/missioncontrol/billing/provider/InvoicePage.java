package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.InvoiceId;
import java.util.List;
import java.util.Optional;

/**
 * A page of a customer's invoices, newest first.
 *
 * @param invoices at most as many as were asked for
 * @param more whether there may be others after them
 * @param next what to go on after, if there may be more: the last one, or one that is not shown
 */
public record InvoicePage(List<Invoice> invoices, boolean more, Optional<InvoiceId> next) {
    /** Copies the list. */
    public InvoicePage {
        invoices = List.copyOf(invoices);
        if (more != next.isPresent()) throw new IllegalArgumentException("there is more where there is a next one");
    }

    /**
     * One that goes on after the last of these.
     *
     * @throws IllegalArgumentException if there are more, and none of these
     */
    public InvoicePage(List<Invoice> invoices, boolean more) {
        this(invoices, more, more && !invoices.isEmpty() ? Optional.of(last(invoices)) : Optional.empty());
    }

    private static InvoiceId last(List<Invoice> invoices) {
        return invoices.get(invoices.size() - 1).id();
    }
}
