package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks a subscription's own invoices what it owes, and for how long. */
final class ArrearsCalls {
    /** Newest paid invoices that are looked at first: the newest may bill nothing but an item beside the subscription. */
    private static final int PAID_LOOKED_AT = 10;

    /** Older ones that are looked at where those don't tell: before a line by the year come twelve or more of one by the month. */
    private static final int OLDER_LOOKED_AT = StripeCalls.LARGEST_PAGE;

    private final StripeCalls calls;

    ArrearsCalls(StripeCalls calls) {
        this.calls = calls;
    }

    /** What it owes at this time by Stripe's clock, or nothing if no open invoice is overdue. */
    Optional<Arrears> of(SubscriptionSnapshot subscription, Instant at) {
        SubscriptionId id = subscription.id();
        Form query = new Form().add("subscription", id).add("status", "open");
        List<JsonNode> open = calls.all("listing the open invoices of subscription " + id, "/v1/invoices", query);
        Optional<Instant> since = open.stream()
                .flatMap(invoice -> overdueSince(invoice).stream())
                .filter(due -> !due.isAfter(at))
                .min(Comparator.naturalOrder());
        return since.map(moment -> arrears(subscription, moment, open));
    }

    private Arrears arrears(SubscriptionSnapshot subscription, Instant since, List<JsonNode> open) {
        Answer newest = paid(subscription.id(), PAID_LOOKED_AT, Optional.empty());
        boolean neverPaid = newest.data().isEmpty() && open.stream().anyMatch(ArrearsCalls::isFirst);
        return new Arrears(since, lastPaid(subscription, newest), neverPaid);
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

    private Answer paid(SubscriptionId id, int limit, Optional<String> after) {
        Form query = new Form()
                .add("subscription", id)
                .add("status", "paid")
                .add("limit", limit)
                .add("starting_after", after);
        return calls.get("listing the paid invoices of subscription " + id, "/v1/invoices", query);
    }

    /** Of the invoices that bill the subscription itself; where none of them does, of the newest that bills anything. */
    private List<SubscriptionItem> lastPaid(SubscriptionSnapshot subscription, Answer newest) {
        LastPaid last = new LastPaid(subscription.items());
        List<JsonNode> paid = newest.data();
        look(paid, last);
        if (!last.complete() && newest.hasMore() && !paid.isEmpty()) {
            JsonNode oldest = paid.get(paid.size() - 1);
            String after = newest.require(Fields.identifier(oldest, "id"), "id of an invoice");
            look(paid(subscription.id(), OLDER_LOOKED_AT, Optional.of(after)).data(), last);
        }
        return last.items().isEmpty() ? beside(paid) : last.items();
    }

    private void look(List<JsonNode> paid, LastPaid last) {
        for (JsonNode invoice : paid) {
            if (last.complete()) return;
            last.add(bought(lines(invoice).stream()
                    .filter(line -> !InvoiceReader.isAside(line))
                    .toList()));
        }
    }

    private List<SubscriptionItem> beside(List<JsonNode> paid) {
        return paid.stream()
                .map(invoice -> bought(lines(invoice)))
                .filter(bought -> !bought.isEmpty())
                .findFirst()
                .orElse(List.of());
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
