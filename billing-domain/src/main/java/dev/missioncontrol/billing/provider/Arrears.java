package dev.missioncontrol.billing.provider;

import java.time.Instant;
import java.util.List;

/**
 * What a subscription owes, asked of its own invoices when it is past due.
 *
 * @param since the first failed attempt, or the due date, of its oldest open invoice
 * @param lastPaid the lines of its newest paid invoice: a grace never gives more than these
 */
public record Arrears(Instant since, List<SubscriptionItem> lastPaid) {
    /** Copies the lines. */
    public Arrears {
        lastPaid = List.copyOf(lastPaid);
    }
}
