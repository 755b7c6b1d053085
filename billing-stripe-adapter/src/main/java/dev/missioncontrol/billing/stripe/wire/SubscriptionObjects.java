package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.HostedSubscription;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Subscriptions and their items, as they stand. */
final class SubscriptionObjects {
    /** Subscriptions asked of the sandbox at a time, while those of a status are looked for. */
    private static final int LOOKED_AT = 100;

    private final WireState books;
    private final CatalogObjects catalog;
    private final ScheduleObjects schedules;

    SubscriptionObjects(WireState books, CatalogObjects catalog, ScheduleObjects schedules) {
        this.books = books;
        this.catalog = catalog;
        this.schedules = schedules;
    }

    ObjectNode get(String id) {
        return json(require(id));
    }

    HostedSubscription require(String id) {
        return books.sandbox
                .subscription(new SubscriptionId(id))
                .orElseThrow(() -> WireError.missing("subscription", id));
    }

    /** Newest first; without a status those that have not ended. */
    ObjectNode list(WireCall call) {
        Optional<CustomerId> customer = call.text("customer").map(CustomerId::new);
        customer.filter(id -> books.office.customer(id).isEmpty()).ifPresent(id -> {
            throw WireError.missingParameter("customer", id.value(), "customer");
        });
        String status = call.text("status").orElse("");
        long limit = call.has("limit") ? call.at("limit").asLong() : 10;
        if (limit < 1 || limit > LOOKED_AT)
            throw WireError.parameter("parameter_invalid_integer", "limit", "Invalid integer: the limit is 1 to 100");
        List<ObjectNode> found = new ArrayList<>();
        Optional<SubscriptionId> after = call.text("starting_after").map(this::cursor);
        boolean more = true;
        while (more && found.size() <= limit) {
            SubscriptionPage page = books.sandbox.listSubscriptions(customer, after, LOOKED_AT);
            for (SubscriptionSnapshot one : page.subscriptions()) {
                if (fits(one.status(), status)) found.add(get(one.id().value()));
                after = Optional.of(one.id());
                if (found.size() > limit) break;
            }
            more = page.more();
        }
        boolean goesOn = found.size() > limit;
        return WireShapes.list("/v1/subscriptions", goesOn ? found.subList(0, (int) limit) : found, goesOn);
    }

    private SubscriptionId cursor(String id) {
        if (books.sandbox.subscription(new SubscriptionId(id)).isEmpty())
            throw WireError.missingParameter("subscription", id, "starting_after");
        return new SubscriptionId(id);
    }

    private static boolean fits(String status, String wanted) {
        return switch (wanted) {
            case "all" -> true;
            case "" -> !status.equals("canceled") && !status.equals("incomplete_expired");
            case "ended" -> status.equals("canceled") || status.equals("incomplete_expired");
            default -> status.equals(wanted);
        };
    }

    ObjectNode items(WireCall call) {
        String subscription = call.require("subscription");
        if (books.sandbox.subscription(new SubscriptionId(subscription)).isEmpty())
            throw WireError.missingParameter("subscription", subscription, "subscription");
        List<JsonNode> items = new ArrayList<>();
        get(subscription).at("/items/data").forEach(items::add);
        return WirePage.of(
                call,
                "/v1/subscription_items",
                "subscription item",
                items,
                item -> item.path("id").asText(),
                item -> (ObjectNode) item);
    }

    ObjectNode json(HostedSubscription subscription) {
        ObjectNode json = written(snapshot(subscription));
        ObjectNode metadata = json.putObject("metadata");
        subscription.metadata().forEach(metadata::put);
        json.put("currency", subscription.amount().currency());
        json.put("billing_cycle_anchor", subscription.periodStart().getEpochSecond());
        json.put("cancel_at_period_end", subscription.cancelShape().equals(Optional.of(CancelShape.CLASSIC)));
        ArrayNode discounts = json.putArray("discounts");
        books.office
                .discount(subscription.id())
                .ifPresent(held -> discounts.add(PromotionObjects.DISCOUNT + subscription.id()));
        WireShapes.text(json, "latest_invoice", subscription.latestInvoice());
        WireShapes.text(json, "schedule", schedules.governing(subscription));
        ObjectNode item = (ObjectNode) json.at("/items/data/0");
        item.put("current_period_start", subscription.periodStart().getEpochSecond());
        subscription.waiting().ifPresent(waiting -> {
            ObjectNode pending = json.putObject("pending_update");
            pending.putNull("billing_cycle_anchor").putNull("discount").putNull("discounts");
            pending.put("expires_at", waiting.expiresAt().getEpochSecond());
            pending.putNull("metadata").putNull("trial_end").putNull("trial_from_plan");
            ObjectNode becoming = item.deepCopy().put("quantity", waiting.quantity());
            becoming.set("price", catalog.price(waiting.price().value()));
            pending.putArray("subscription_items").add(becoming);
        });
        return json;
    }

    /** In the shape of events, with the prices as they are sold. */
    ObjectNode written(SubscriptionSnapshot snapshot) {
        ProviderEvent event = new ProviderEvent(
                new EventId("evt_written"),
                "customer.subscription.updated",
                snapshot.created(),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfSubscription(snapshot),
                "");
        ObjectNode json = (ObjectNode)
                WireShapes.parse(StripeEventWriter.body(event)).path("data").path("object");
        ArrayNode items = (ArrayNode) json.at("/items/data");
        for (JsonNode item : items) {
            String price = item.path("price").path("id").asText();
            books.office
                    .price(new PriceId(price))
                    .ifPresent(sold -> ((ObjectNode) item).set("price", catalog.price(sold)));
        }
        return json;
    }

    private static SubscriptionSnapshot snapshot(HostedSubscription subscription) {
        return new SubscriptionSnapshot(
                subscription.id(),
                Optional.of(subscription.customer()),
                subscription.status().word(),
                List.of(new SubscriptionItem(
                        subscription.price(),
                        OptionalLong.of(subscription.quantity()),
                        Optional.of(subscription.interval()),
                        Optional.of(subscription.periodEnd()))),
                subscription.created(),
                subscription.trialEnd(),
                subscription.cancelAt(),
                subscription.endedAt(),
                BillingMetadata.of(subscription.metadata()),
                false,
                Optional.empty());
    }
}
