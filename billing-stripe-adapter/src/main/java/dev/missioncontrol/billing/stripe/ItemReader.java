package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the items of a subscription in every shape that Stripe has given them: a list with prices, a list with plans, or
 * (before lists) one plan and a quantity on the subscription itself. Items without a price that can be named are left out.
 */
final class ItemReader {
    private ItemReader() {}

    static List<SubscriptionItem> items(JsonNode subscription) {
        Optional<Instant> ofSubscription = Fields.instant(subscription, "current_period_end");
        List<JsonNode> listed = Fields.objects(Fields.at(subscription, "items", "data"));
        List<SubscriptionItem> items = new ArrayList<>();
        for (JsonNode item : listed) {
            if (!Fields.isTrue(item, "deleted")) item(item, ofSubscription).ifPresent(items::add);
        }
        if (listed.isEmpty()) item(subscription, ofSubscription).ifPresent(items::add);
        return items;
    }

    /** Since 2025-03-31.basil the period is the item's own, before that the subscription's. */
    private static Optional<SubscriptionItem> item(JsonNode item, Optional<Instant> periodEndOfSubscription) {
        Optional<Instant> periodEnd = Fields.instant(item, "current_period_end").or(() -> periodEndOfSubscription);
        return price(item)
                .map(price -> new SubscriptionItem(price, Fields.number(item, "quantity"), interval(item), periodEnd));
    }

    /** The price that an object names: as a price, or as a plan, which is what prices were called before 2020. */
    static Optional<PriceId> price(JsonNode owner) {
        return Fields.reference(owner, "price")
                .or(() -> Fields.reference(owner, "plan"))
                .map(PriceId::new);
    }

    /** Months and years only, one at a time: a plan is not sold by the fortnight or the quarter. */
    static Optional<BillingInterval> interval(JsonNode owner) {
        JsonNode recurring = Fields.at(owner, "price", "recurring");
        return interval(recurring, "interval", "interval_count")
                .or(() -> interval(owner.path("plan"), "interval", "interval_count"));
    }

    /** Whether it is charged by what is used of it. */
    static boolean metered(JsonNode owner) {
        return Stream.of(Fields.at(owner, "price", "recurring"), owner.path("plan"))
                .anyMatch(recurring -> Fields.text(recurring, "usage_type").equals(Optional.of("metered")));
    }

    private static Optional<BillingInterval> interval(JsonNode owner, String word, String count) {
        if (Fields.number(owner, count).orElse(1) != 1) return Optional.empty();
        return Fields.text(owner, word).flatMap(BillingInterval::of);
    }
}
