package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.account.Registers;
import dev.missioncontrol.billing.account.Seen;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.util.List;
import java.util.Optional;

/** What outlives a snapshot, as JSON with field names that stay. */
final class RegistersJson {
    private RegistersJson() {}

    static String write(Registers registers) {
        ObjectNode node = Json.object();
        Json.putNode(
                node,
                "status",
                registers
                        .status()
                        .map(seen -> seen(seen).put("word", seen.value().word())));
        Json.putNode(node, "knownItems", registers.knownItems().map(RegistersJson::items));
        Json.putNode(node, "paidItems", registers.paidItems().map(RegistersJson::items));
        return Json.text(node);
    }

    static Registers read(String text) {
        JsonNode node = Json.read("registers", text);
        return new Registers(
                Json.node(node, "status").flatMap(RegistersJson::status),
                Json.node(node, "knownItems").flatMap(RegistersJson::items),
                Json.node(node, "paidItems").flatMap(RegistersJson::items));
    }

    private static ObjectNode seen(Seen<?> seen) {
        return Json.object().put("at", seen.at().toString());
    }

    private static ObjectNode items(Seen<List<SubscriptionItem>> seen) {
        ObjectNode node = seen(seen);
        node.set("items", SnapshotJson.items(seen.value()));
        return node;
    }

    private static Optional<Seen<ProviderStatus>> status(JsonNode node) {
        return Json.moment(node, "at")
                .flatMap(at -> Json.word(node, "word", ProviderStatus::of).map(status -> new Seen<>(status, at)));
    }

    private static Optional<Seen<List<SubscriptionItem>>> items(JsonNode node) {
        return Json.moment(node, "at").map(at -> new Seen<>(SnapshotJson.items(node, "items"), at));
    }
}
