package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A subscription as the provider has it: mutable, the truth. */
final class TruthSubscription {
    final String id;
    final String customer;

    /** Who bought it; -1 while only an operator could say. */
    final int owner;

    final long created;
    String metadataTenant;
    String attempt = "";
    String status;
    String price;
    long quantity;
    long periodEnd;
    long cancelAt;
    long trialEnd;
    long endedAt;
    long failedSince;
    String paidPrice;
    long paidQuantity;

    /** Whether its metadata ever named another than its owner: then it may be quarantined, and nothing else may. */
    boolean disputable;

    /** Each thing that it truly was, as the oracle writes it: what something unknown may be answered as, at most. */
    final List<String> once = new ArrayList<>();

    TruthSubscription(String id, String customer, int owner, long created) {
        this.id = id;
        this.customer = customer;
        this.owner = owner;
        this.created = created;
    }

    boolean ended() {
        return status.equals("canceled") || status.equals("incomplete_expired");
    }

    SubscriptionSnapshot snapshot(boolean fetched) {
        Optional<Arrears> arrears = fetched && status.equals("past_due")
                ? Optional.of(new Arrears(Instant.ofEpochSecond(failedSince), List.of(item(paidPrice, paidQuantity))))
                : Optional.empty();
        return new SubscriptionSnapshot(
                new SubscriptionId(id),
                Optional.of(new CustomerId(customer)),
                status,
                List.of(item(price, quantity)),
                Instant.ofEpochSecond(created),
                moment(trialEnd),
                moment(cancelAt),
                moment(endedAt),
                metadata(),
                false,
                arrears);
    }

    BillingMetadata metadata() {
        return new BillingMetadata(word(metadataTenant), Optional.empty(), word(attempt));
    }

    private SubscriptionItem item(String bought, long many) {
        return new SubscriptionItem(
                new PriceId(bought),
                OptionalLong.of(many),
                Optional.of(BillingInterval.MONTH),
                Optional.of(Instant.ofEpochSecond(periodEnd)));
    }

    private static Optional<Instant> moment(long second) {
        return second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
    }

    private static Optional<String> word(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
