package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An invoice with all that the sandbox knows of it.
 *
 * @param id the invoice
 * @param number what it says on paper
 * @param subscription what it bills
 * @param customer who pays it
 * @param total all that it asks for
 * @param lines what that is made of
 * @param date when it became final
 * @param first whether the subscription began with it
 * @param state where it stands
 * @param attempt what became of the newest attempt to have it paid
 * @param settledAt when it was paid or made void
 * @param nextAttempt when the card is charged again for it
 * @param page where to look at it
 */
public record HostedInvoice(
        InvoiceId id,
        String number,
        SubscriptionId subscription,
        CustomerId customer,
        Money total,
        List<Line> lines,
        Instant date,
        boolean first,
        Invoice.State state,
        Attempt attempt,
        Optional<Instant> settledAt,
        Optional<Instant> nextAttempt,
        URI page) {
    /** What became of an attempt to have an invoice paid. */
    public enum Attempt {
        /** There was none yet. */
        NONE,
        DECLINED,
        /** The bank wants to be asked first. */
        BANK_ASKS,
        /** It takes days, and is on its way. */
        ON_ITS_WAY,
        SUCCEEDED
    }

    /**
     * One line.
     *
     * @param description in words
     * @param amount negative where something is given back
     * @param proration whether it is for a part of a period
     * @param price what it is for
     * @param quantity how many
     * @param from the beginning of what it is for
     * @param to the end of what it is for
     */
    public record Line(
            String description,
            Money amount,
            boolean proration,
            PriceId price,
            long quantity,
            Instant from,
            Instant to) {}
}
