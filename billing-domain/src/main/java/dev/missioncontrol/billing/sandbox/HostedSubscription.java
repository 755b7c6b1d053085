package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A subscription as the sandbox's stand-in portal shows it.
 *
 * @param id the subscription
 * @param customer whose it is
 * @param planName what people call what it buys
 * @param price what it buys
 * @param quantity how many seats
 * @param interval how often it is paid
 * @param amount what each period costs, all seats together
 * @param status where it stands
 * @param created when it was made
 * @param periodStart when the current period, or the trial, began
 * @param periodEnd when the current period ends
 * @param trialEnd when its trial ends or ended
 * @param cancelAt when it will end
 * @param cancelShape how Stripe would say so
 * @param endedAt when it ended
 * @param planned what it becomes with its next period
 * @param waiting what it becomes once that is paid
 * @param latestInvoice its newest invoice
 * @param owed its open invoices, all together
 * @param nextAttempt when the card will be charged again for them
 * @param metadata all that is written beside it
 */
public record HostedSubscription(
        SubscriptionId id,
        CustomerId customer,
        String planName,
        PriceId price,
        long quantity,
        BillingInterval interval,
        Money amount,
        ProviderStatus status,
        Instant created,
        Instant periodStart,
        Instant periodEnd,
        Optional<Instant> trialEnd,
        Optional<Instant> cancelAt,
        Optional<CancelShape> cancelShape,
        Optional<Instant> endedAt,
        Optional<PlannedChange> planned,
        Optional<Waiting> waiting,
        Optional<InvoiceId> latestInvoice,
        Optional<Money> owed,
        Optional<Instant> nextAttempt,
        Map<String, String> metadata) {
    /**
     * A change that waits for its payment.
     *
     * @param price its price then
     * @param quantity how many seats then
     * @param invoice what is to be paid
     * @param expiresAt when it is given up
     */
    public record Waiting(PriceId price, long quantity, InvoiceId invoice, Instant expiresAt) {}
}
