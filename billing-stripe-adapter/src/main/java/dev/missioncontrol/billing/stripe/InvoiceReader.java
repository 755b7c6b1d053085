package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.Invoice;
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

    /** Where it stands; a word that we don't know is another state than all that we do. */
    static Invoice.State state(JsonNode invoice) {
        return switch (Fields.text(invoice, "status").orElse("")) {
            case "draft" -> Invoice.State.DRAFT;
            case "open" -> Invoice.State.OPEN;
            case "paid" -> Invoice.State.PAID;
            case "void" -> Invoice.State.VOID;
            case "uncollectible" -> Invoice.State.UNCOLLECTIBLE;
            default -> Invoice.State.OTHER;
        };
    }

    /** A line's price is inside {@code pricing} since 2025-03-31.basil. */
    static Optional<PriceId> price(JsonNode line) {
        return Fields.reference(Fields.at(line, "pricing", "price_details"), "price")
                .map(PriceId::new)
                .or(() -> ItemReader.price(line));
    }

    /** Whether a line is for a part of a period: its own word before basil, its parent's since. */
    static boolean isProration(JsonNode line) {
        return Fields.isTrue(line, "proration")
                || Fields.isTrue(Fields.at(line, "parent", "subscription_item_details"), "proration")
                || Fields.isTrue(Fields.at(line, "parent", "invoice_item_details"), "proration");
    }

    /**
     * Whether a line bills something beside the subscription, a setup fee say: an item of the invoice that is no part of a period.
     * Its own type before basil, its parent's details since.
     */
    static boolean isAside(JsonNode line) {
        boolean ofInvoice = Fields.at(line, "parent", "invoice_item_details").isObject()
                || Fields.text(line, "type").filter("invoiceitem"::equals).isPresent();
        return ofInvoice && !isProration(line);
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
