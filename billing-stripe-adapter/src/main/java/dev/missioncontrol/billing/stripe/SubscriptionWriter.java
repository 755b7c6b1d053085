package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.Optional;

/** Writes a subscription in Stripe's shape: periods on the items, an end as {@code cancel_at}, as billing mode flexible has it. */
final class SubscriptionWriter {
    private SubscriptionWriter() {}

    static ObjectNode write(SubscriptionSnapshot subscription) {
        String id = subscription.id().value();
        long created = subscription.created().getEpochSecond();
        ObjectNode json = Template.SUBSCRIPTION.copy();
        json.put("id", id).put("status", subscription.status());
        json.put("created", created).put("start_date", created).put("billing_cycle_anchor", created);
        ObjectWriter.put(json, "customer", subscription.customer().map(Object::toString));
        ObjectWriter.time(json, "trial_end", subscription.trialEnd());
        if (subscription.trialEnd().isPresent()) json.put("trial_start", created);
        ObjectWriter.time(json, "cancel_at", subscription.cancelAt());
        ObjectWriter.time(json, "ended_at", subscription.endedAt());
        ObjectWriter.time(json, "canceled_at", subscription.endedAt());
        json.put("livemode", subscription.livemode());
        subscription.currency().ifPresent(code -> json.put("currency", code));
        subscription.metadata().asMap().forEach(json.withObject("/metadata")::put);
        ObjectNode list = json.putObject("items").put("object", "list");
        ArrayNode items = list.putArray("data");
        list.put("has_more", false).put("url", "/v1/subscription_items?subscription=" + id);
        for (SubscriptionItem item : subscription.items()) items.add(item(item, subscription, items.size()));
        return json;
    }

    private static ObjectNode item(SubscriptionItem item, SubscriptionSnapshot subscription, int index) {
        ObjectNode json = Template.SUBSCRIPTION_ITEM.copy();
        long created = subscription.created().getEpochSecond();
        json.put("id", "si_" + subscription.id().value() + "_" + index).put("created", created);
        json.put("current_period_start", created);
        ObjectWriter.time(json, "current_period_end", item.periodEnd());
        item.quantity().ifPresent(quantity -> json.put("quantity", quantity));
        json.put("subscription", subscription.id().value());
        json.set("price", price(item, subscription));
        return json;
    }

    private static ObjectNode price(SubscriptionItem item, SubscriptionSnapshot subscription) {
        ObjectNode json = Template.PRICE.copy();
        json.put("id", item.price().value())
                .put("created", subscription.created().getEpochSecond());
        json.put("livemode", subscription.livemode());
        Optional<String> interval = item.interval().map(BillingInterval::word);
        interval.ifPresentOrElse(
                word -> json.withObject("/recurring").put("interval", word), () -> json.putNull("recurring"));
        return json;
    }
}
