package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks a subscription's own invoices what it owes, and for how long. */
final class ArrearsCalls {
    /** Newest paid invoices that are looked at: the newest may bill nothing but an item beside the subscription. */
    private static final int PAID_LOOKED_AT = 10;

    private final StripeCalls calls;

    ArrearsCalls(StripeCalls calls) {
        this.calls = calls;
    }

    /** What it owes at this time by Stripe's clock, or nothing if no open invoice is overdue. */
    Optional<Arrears> of(SubscriptionId id, Instant at) {
        Form query = new Form().add("subscription", id).add("status", "open");
        List<JsonNode> open = calls.all("listing the open invoices of subscription " + id, "/v1/invoices", query);
        Optional<Instant> since = open.stream()
                .flatMap(invoice -> overdueSince(invoice).stream())
                .filter(due -> !due.isAfter(at))
                .min(Comparator.naturalOrder());
        return since.map(moment -> arrears(id, moment, open));
    }

    private Arrears arrears(SubscriptionId id, Instant since, List<JsonNode> open) {
        List<JsonNode> paid = paid(id);
        boolean neverPaid = paid.isEmpty() && open.stream().anyMatch(ArrearsCalls::isFirst);
        return new Arrears(since, lastPaid(paid), neverPaid);
    }

    /** One that was moved to Stripe within a period has none like it: it begins with a renewal, or with one over nothing, which counts as paid. */
    private static boolean isFirst(JsonNode invoice) {
        return Fields.text(invoice, "billing_reason").equals(Optional.of("subscription_create"));
    }

    /**
     * Since when an open invoice is overdue. One that is sent is open long before it is due; one that is charged is
     * charged when it is finalized, and Stripe keeps no other time of its first failed attempt.
     */
    private static Optional<Instant> overdueSince(JsonNode invoice) {
        if (Fields.text(invoice, "collection_method").equals(Optional.of("send_invoice")))
            return Fields.instant(invoice, "due_date");
        boolean tried = Fields.flag(invoice, "attempted").orElse(true);
        if (!tried) return Optional.empty();
        return Fields.instant(invoice.path("status_transitions"), "finalized_at")
                .or(() -> Fields.instant(invoice, "created"));
    }

    private List<JsonNode> paid(SubscriptionId id) {
        Form query = new Form().add("subscription", id).add("status", "paid").add("limit", PAID_LOOKED_AT);
        return calls.get("listing the paid invoices of subscription " + id, "/v1/invoices", query)
                .data();
    }

    /** Of the newest invoice that bills the subscription itself; where none of them does, of the newest that bills anything. */
    private List<SubscriptionItem> lastPaid(List<JsonNode> paid) {
        List<SubscriptionItem> beside = List.of();
        for (JsonNode invoice : paid) {
            List<JsonNode> all = lines(invoice);
            List<SubscriptionItem> own = bought(
                    all.stream().filter(line -> !InvoiceReader.isAside(line)).toList());
            if (!own.isEmpty()) return own;
            if (beside.isEmpty()) beside = bought(all);
        }
        return beside;
    }

    private List<JsonNode> lines(JsonNode invoice) {
        JsonNode lines = invoice.path("lines");
        List<JsonNode> known = Fields.objects(lines.path("data"));
        Optional<String> id = Fields.identifier(invoice, "id");
        if (!Fields.isTrue(lines, "has_more") || id.isEmpty()) return known;
        return calls.rest(
                "listing the lines of invoice " + id.get(),
                "/v1/invoices/" + Form.encode(id.get()) + "/lines",
                new Form(),
                known);
    }

    /**
     * What an invoice bought. Credits are what was given back. Prorations count only where there is nothing else, on the
     * invoice of an upgrade: on a renewal they are parts of the past period, and would count the same seats twice.
     */
    private static List<SubscriptionItem> bought(List<JsonNode> lines) {
        Predicate<JsonNode> credit = line -> Fields.number(line, "amount").orElse(0) < 0;
        List<JsonNode> charges = lines.stream().filter(credit.negate()).toList();
        List<SubscriptionItem> whole = items(charges.stream()
                .filter(line -> !InvoiceReader.isProration(line))
                .toList());
        return whole.isEmpty() ? items(charges) : whole;
    }

    private static List<SubscriptionItem> items(List<JsonNode> lines) {
        return lines.stream().flatMap(line -> item(line).stream()).toList();
    }

    private static Optional<SubscriptionItem> item(JsonNode line) {
        return InvoiceReader.price(line)
                .map(price -> new SubscriptionItem(
                        price,
                        Fields.number(line, "quantity"),
                        ItemReader.interval(line),
                        Fields.instant(line.path("period"), "end")));
    }
}
