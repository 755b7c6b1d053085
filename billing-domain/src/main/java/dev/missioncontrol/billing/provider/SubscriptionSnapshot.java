package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the provider says of one subscription, uninterpreted: plan, seats and interval are derived from it by the
 * catalogue, and again when the catalogue changes.
 *
 * @param id the subscription
 * @param customer whose it is at the provider
 * @param status the provider's word, known to us or not
 * @param items its lines, those of all pages
 * @param created when the provider made it, in seconds
 * @param trialEnd when its trial ends or ended
 * @param cancelAt when it will end, whichever of the provider's two shapes says so
 * @param endedAt when it ended
 * @param metadata what we once wrote beside it
 * @param livemode whether real money moves
 * @param arrears what it owes; only a fetch knows
 * @param currency what it is charged in, as an ISO 4217 code in lower case; absent where that was not said
 */
public record SubscriptionSnapshot(
        SubscriptionId id,
        Optional<CustomerId> customer,
        String status,
        List<SubscriptionItem> items,
        Instant created,
        Optional<Instant> trialEnd,
        Optional<Instant> cancelAt,
        Optional<Instant> endedAt,
        BillingMetadata metadata,
        boolean livemode,
        Optional<Arrears> arrears,
        Optional<String> currency) {

    /** Copies the items. */
    public SubscriptionSnapshot {
        items = List.copyOf(items);
    }

    /** One of which it was not said in which currency it is charged. */
    public SubscriptionSnapshot(
            SubscriptionId id,
            Optional<CustomerId> customer,
            String status,
            List<SubscriptionItem> items,
            Instant created,
            Optional<Instant> trialEnd,
            Optional<Instant> cancelAt,
            Optional<Instant> endedAt,
            BillingMetadata metadata,
            boolean livemode,
            Optional<Arrears> arrears) {
        this(
                id,
                customer,
                status,
                items,
                created,
                trialEnd,
                cancelAt,
                endedAt,
                metadata,
                livemode,
                arrears,
                Optional.empty());
    }

    /** The status as one that we know, or nothing. */
    public Optional<ProviderStatus> knownStatus() {
        return ProviderStatus.of(status);
    }

    /** Whether it has ended for good. */
    public boolean terminal() {
        return knownStatus().map(ProviderStatus::terminal).orElse(false);
    }

    /** The same with what its invoices say it owes. */
    public SubscriptionSnapshot withArrears(Optional<Arrears> owed) {
        return new SubscriptionSnapshot(
                id, customer, status, items, created, trialEnd, cancelAt, endedAt, metadata, livemode, owed, currency);
    }

    /** The same, charged in this currency. */
    public SubscriptionSnapshot withCurrency(Optional<String> charged) {
        return new SubscriptionSnapshot(
                id, customer, status, items, created, trialEnd, cancelAt, endedAt, metadata, livemode, arrears,
                charged);
    }
}
