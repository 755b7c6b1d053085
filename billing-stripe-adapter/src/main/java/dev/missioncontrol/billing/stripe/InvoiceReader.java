package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads an invoice as Stripe writes it, in every API version. */
final class InvoiceReader {
    private InvoiceReader() {}

    /**
     * The id of the subscription that it bills: a field of its own before 2025-03-31.basil, inside {@code parent} since,
     * and where neither says so, that of its first line with one.
     */
    static Optional<String> subscription(JsonNode invoice) {
        return Fields.reference(invoice, "subscription")
                .or(() -> Fields.reference(Fields.at(invoice, "parent", "subscription_details"), "subscription"))
                .or(() -> ofLines(Fields.at(invoice, "lines", "data")));
    }

    private static Optional<String> ofLines(JsonNode lines) {
        for (JsonNode line : Fields.objects(lines)) {
            Optional<String> found = Fields.reference(line, "subscription")
                    .or(() -> Fields.reference(Fields.at(line, "parent", "subscription_item_details"), "subscription"));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }
}
