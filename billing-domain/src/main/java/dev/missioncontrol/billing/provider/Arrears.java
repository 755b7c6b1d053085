package dev.missioncontrol.billing.provider;

import java.time.Instant;
import java.util.List;

/**
 * What a subscription owes, asked of its own invoices when it is past due.
 *
 * @param since when its oldest open invoice was first charged, or the due date of one that is sent. Stripe says of a charge only when the
 *     invoice was finalized, also where a debit failed days later
 * @param lastPaid the lines of its newest paid invoice: a grace never gives more than these
 * @param neverPaid whether its very first invoice is still open, and no other was ever paid: there is no grace then, however active it
 *     was seen. Not of one without such an invoice, which may have been paid for elsewhere before it came to the provider
 */
public record Arrears(Instant since, List<SubscriptionItem> lastPaid, boolean neverPaid) {
    /** Copies the lines. */
    public Arrears {
        lastPaid = List.copyOf(lastPaid);
    }

    /** Of one that was paid for before, as far as anybody knows. */
    public Arrears(Instant since, List<SubscriptionItem> lastPaid) {
        this(since, lastPaid, false);
    }
}
