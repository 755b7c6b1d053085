package dev.missioncontrol.billing.provider;

import java.util.List;

/**
 * A page of a customer's invoices, newest first.
 *
 * @param invoices at most as many as were asked for
 * @param more whether there are others after the last one
 */
public record InvoicePage(List<Invoice> invoices, boolean more) {
    /** Copies the list. */
    public InvoicePage {
        invoices = List.copyOf(invoices);
    }
}
