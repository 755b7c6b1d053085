package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.account.Registers;
import dev.missioncontrol.billing.account.Seen;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What outlives a snapshot, as JSON with field names that stay. */
final class RegistersJson {
    private RegistersJson() {}

    static String write(Registers registers) {
        return Json.text(out -> {
            if (registers.status().isPresent())
                Json.put(out, "status", status(registers.status().get()));
            items(out, "knownItems", registers.knownItems());
            items(out, "paidItems", registers.paidItems());
        });
    }

    private static Json.Fields status(Seen<ProviderStatus> seen) {
        return out -> {
            Json.put(out, "at", seen.at());
            out.writeStringField("word", seen.value().word());
        };
    }

    private static void items(JsonGenerator out, String name, Optional<Seen<List<SubscriptionItem>>> seen)
            throws IOException {
        if (seen.isEmpty()) return;
        Json.put(out, name, within -> {
            Json.put(within, "at", seen.get().at());
            SnapshotJson.items(within, "items", seen.get().value());
        });
    }

    static Registers read(String text) {
        JsonNode node = Json.read("registers", text);
        return new Registers(
                Json.node(node, "status").flatMap(RegistersJson::status),
                Json.node(node, "knownItems").flatMap(RegistersJson::items),
                Json.node(node, "paidItems").flatMap(RegistersJson::items));
    }

    private static Optional<Seen<ProviderStatus>> status(JsonNode node) {
        return Json.moment(node, "at")
                .flatMap(at -> Json.word(node, "word", ProviderStatus::of).map(status -> new Seen<>(status, at)));
    }

    private static Optional<Seen<List<SubscriptionItem>>> items(JsonNode node) {
        return Json.moment(node, "at").map(at -> new Seen<>(SnapshotJson.items(node, "items"), at));
    }
}
