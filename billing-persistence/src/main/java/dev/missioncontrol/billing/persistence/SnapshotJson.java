package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A snapshot, and the items in it, as JSON with field names that stay. */
final class SnapshotJson {
    private SnapshotJson() {}

    static String write(SubscriptionSnapshot snapshot) {
        return Json.text(out -> {
            Json.put(out, "customer", snapshot.customer().map(CustomerId::value));
            out.writeStringField("status", snapshot.status());
            items(out, "items", snapshot.items());
            Json.put(out, "created", snapshot.created());
            Json.putMoment(out, "trialEnd", snapshot.trialEnd());
            Json.putMoment(out, "cancelAt", snapshot.cancelAt());
            Json.putMoment(out, "endedAt", snapshot.endedAt());
            Json.put(out, "metadata", metadata(snapshot.metadata()));
            out.writeBooleanField("livemode", snapshot.livemode());
            if (snapshot.arrears().isPresent())
                Json.put(out, "arrears", arrears(snapshot.arrears().get()));
            Json.put(out, "currency", snapshot.currency());
        });
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
                Json.node(node, "arrears").flatMap(SnapshotJson::arrears),
                Json.string(node, "currency"));
    }

    static void items(JsonGenerator out, String name, List<SubscriptionItem> items) throws IOException {
        Json.put(out, name, items, SnapshotJson::item);
    }

    private static Json.Fields item(SubscriptionItem item) {
        return out -> {
            out.writeStringField("price", item.price().value());
            if (item.quantity().isPresent())
                out.writeNumberField("quantity", item.quantity().getAsLong());
            Json.put(out, "interval", item.interval().map(BillingInterval::word));
            Json.putMoment(out, "periodEnd", item.periodEnd());
        };
    }

    /** How a line of this price begins in what {@link #write} made. */
    static String lineOf(PriceId price) {
        String line = Json.text(out -> out.writeStringField("price", price.value()));
        return line.substring(0, line.length() - "}".length());
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

    private static Json.Fields metadata(BillingMetadata metadata) {
        return out -> {
            Json.put(out, "tenant", metadata.tenant());
            Json.put(out, "installation", metadata.installation());
            Json.put(out, "attempt", metadata.attempt());
        };
    }

    private static BillingMetadata metadata(JsonNode node) {
        return new BillingMetadata(
                Json.string(node, "tenant"), Json.string(node, "installation"), Json.string(node, "attempt"));
    }

    private static Json.Fields arrears(Arrears arrears) {
        return out -> {
            Json.put(out, "since", arrears.since());
            items(out, "lastPaid", arrears.lastPaid());
            if (arrears.neverPaid()) out.writeBooleanField("neverPaid", true);
        };
    }

    private static Optional<Arrears> arrears(JsonNode node) {
        return Json.moment(node, "since")
                .map(since -> new Arrears(since, items(node, "lastPaid"), Json.flag(node, "neverPaid", false)));
    }
}
