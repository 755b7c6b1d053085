package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a subscription as Stripe writes it, in every API version: in an event or in the answer to a call. It says what is
 * there and interprets nothing.
 */
final class SubscriptionReader {
    private SubscriptionReader() {}

    /**
     * The subscription, or nothing where it has no id or status.
     *
     * @param made when it was made, should it not say so itself
     * @param livemode its mode, should it not say so itself
     */
    static Optional<SubscriptionSnapshot> read(JsonNode subscription, Instant made, boolean livemode) {
        Optional<String> id = Fields.identifier(subscription, "id");
        Optional<String> status = Fields.identifier(subscription, "status");
        if (id.isEmpty() || status.isEmpty()) return Optional.empty();
        List<SubscriptionItem> items = ItemReader.items(subscription);
        return Optional.of(new SubscriptionSnapshot(
                new SubscriptionId(id.get()),
                Fields.reference(subscription, "customer").map(CustomerId::new),
                status.get(),
                items,
                created(subscription).orElse(made),
                Fields.instant(subscription, "trial_end"),
                cancelAt(subscription, items),
                Fields.instant(subscription, "ended_at"),
                MetadataReader.read(subscription),
                Fields.flag(subscription, "livemode").orElse(livemode),
                Optional.empty(),
                Fields.text(subscription, "currency").filter(Money::isCurrency)));
    }

    /** When Stripe made it; {@code start_date} is the nearest that it says where {@code created} is missing. */
    static Optional<Instant> created(JsonNode subscription) {
        return Fields.instant(subscription, "created").or(() -> Fields.instant(subscription, "start_date"));
    }

    /**
     * When it will end. Billing mode {@code flexible}, the default since 2025-09-30.clover, says so by {@code cancel_at};
     * {@code classic} may say only that it ends with the period, and then the earliest period is meant.
     */
    private static Optional<Instant> cancelAt(JsonNode subscription, List<SubscriptionItem> items) {
        Optional<Instant> at = Fields.instant(subscription, "cancel_at");
        if (at.isPresent() || !Fields.isTrue(subscription, "cancel_at_period_end")) return at;
        return items.stream()
                .flatMap(item -> item.periodEnd().stream())
                .min(Comparator.naturalOrder())
                .or(() -> Fields.instant(subscription, "current_period_end"));
    }
}
