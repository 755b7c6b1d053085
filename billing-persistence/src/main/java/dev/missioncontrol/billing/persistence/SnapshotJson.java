package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A snapshot, and the items in it, as JSON with field names that stay. */
final class SnapshotJson {
    private SnapshotJson() {}

    static String write(SubscriptionSnapshot snapshot) {
        ObjectNode node = Json.object();
        Json.put(node, "customer", snapshot.customer().map(CustomerId::value));
        node.put("status", snapshot.status());
        node.set("items", items(snapshot.items()));
        node.put("created", snapshot.created().toString());
        Json.putMoment(node, "trialEnd", snapshot.trialEnd());
        Json.putMoment(node, "cancelAt", snapshot.cancelAt());
        Json.putMoment(node, "endedAt", snapshot.endedAt());
        Json.putNode(node, "metadata", Optional.of(metadata(snapshot.metadata())));
        node.put("livemode", snapshot.livemode());
        Json.putNode(node, "arrears", snapshot.arrears().map(SnapshotJson::arrears));
        return Json.text(node);
    }

    /** @param id the row's */
    static SubscriptionSnapshot read(SubscriptionId id, String text) {
        JsonNode node = Json.read("snapshot", text);
        return new SubscriptionSnapshot(
                id,
                Json.string(node, "customer").map(CustomerId::new),
                Json.string(node, "status").orElse(""),
                items(node, "items"),
                Json.moment(node, "created").orElse(Instant.EPOCH),
                Json.moment(node, "trialEnd"),
                Json.moment(node, "cancelAt"),
                Json.moment(node, "endedAt"),
                Json.node(node, "metadata").map(SnapshotJson::metadata).orElse(BillingMetadata.NONE),
                Json.flag(node, "livemode", false),
                Json.node(node, "arrears").flatMap(SnapshotJson::arrears));
    }

    static ArrayNode items(List<SubscriptionItem> items) {
        ArrayNode array = Json.object().arrayNode();
        for (SubscriptionItem item : items) {
            ObjectNode node = array.addObject();
            node.put("price", item.price().value());
            if (item.quantity().isPresent())
                node.put("quantity", item.quantity().getAsLong());
            Json.put(node, "interval", item.interval().map(BillingInterval::word));
            Json.putMoment(node, "periodEnd", item.periodEnd());
        }
        return array;
    }

    static List<SubscriptionItem> items(JsonNode node, String name) {
        return Json.elements(node, name).map(SnapshotJson::item).toList();
    }

    private static SubscriptionItem item(JsonNode node) {
        return new SubscriptionItem(
                new PriceId(node.path("price").asText()),
                node.hasNonNull("quantity")
                        ? OptionalLong.of(node.get("quantity").longValue())
                        : OptionalLong.empty(),
                Json.word(node, "interval", BillingInterval::of),
                Json.moment(node, "periodEnd"));
    }

    private static ObjectNode metadata(BillingMetadata metadata) {
        ObjectNode node = Json.object();
        Json.put(node, "tenant", metadata.tenant());
        Json.put(node, "installation", metadata.installation());
        Json.put(node, "attempt", metadata.attempt());
        return node;
    }

    private static BillingMetadata metadata(JsonNode node) {
        return new BillingMetadata(
                Json.string(node, "tenant"), Json.string(node, "installation"), Json.string(node, "attempt"));
    }

    private static ObjectNode arrears(Arrears arrears) {
        ObjectNode node = Json.object().put("since", arrears.since().toString());
        node.set("lastPaid", items(arrears.lastPaid()));
        return node;
    }

    private static Optional<Arrears> arrears(JsonNode node) {
        return Json.moment(node, "since").map(since -> new Arrears(since, items(node, "lastPaid")));
    }
}
