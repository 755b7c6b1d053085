package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Invoices, their lines and the payments of them. */
final class InvoiceObjects {
    private final WireState books;
    private final CatalogObjects catalog;

    InvoiceObjects(WireState books, CatalogObjects catalog) {
        this.books = books;
        this.catalog = catalog;
    }

    ObjectNode get(String id) {
        return json(require(id));
    }

    ObjectNode list(WireCall call) {
        Optional<String> customer = call.text("customer");
        Optional<String> subscription = call.text("subscription");
        Optional<String> status = call.text("status");
        customer.filter(id -> books.office
                        .customer(new dev.missioncontrol.billing.id.CustomerId(id))
                        .isEmpty())
                .ifPresent(id -> {
                    throw WireError.missingParameter("customer", id, "customer");
                });
        List<HostedInvoice> all = books.office.invoices().stream()
                .filter(invoice -> customer.filter(
                                id -> !id.equals(invoice.customer().value()))
                        .isEmpty())
                .filter(invoice -> subscription
                        .filter(id -> !id.equals(invoice.subscription().value()))
                        .isEmpty())
                .filter(invoice -> status.filter(word -> !word.equals(word(invoice.state())))
                        .isEmpty())
                .toList();
        return WirePage.of(
                call, "/v1/invoices", "invoice", all, invoice -> invoice.id().value(), this::json);
    }

    ObjectNode lines(WireCall call) {
        HostedInvoice invoice = require(call.id());
        List<ObjectNode> lines = lines(invoice, call.id());
        return WirePage.of(
                call,
                "/v1/invoices/" + call.id() + "/lines",
                "line item",
                lines,
                line -> line.path("id").asText(),
                line -> line);
    }

    ObjectNode voidIt(String id) {
        if (require(id).state() != Invoice.State.OPEN)
            throw WireError.refused(
                    "invoice_not_editable",
                    "You can only void open or uncollectible invoices; this one is "
                            + word(require(id).state()) + ".");
        books.office.voidInvoice(new InvoiceId(id));
        return get(id);
    }

    ObjectNode pay(String id) {
        Invoice.State state = require(id).state();
        if (state == Invoice.State.PAID) throw WireError.refused("invoice_already_paid", "Invoice is already paid");
        if (state != Invoice.State.OPEN)
            throw WireError.refused("This invoice can't be paid: it is " + word(state) + ".");
        books.office.payInvoice(new InvoiceId(id));
        return get(id);
    }

    ObjectNode json(HostedInvoice invoice) {
        String id = invoice.id().value();
        long total = invoice.total().minorUnits();
        boolean paid = invoice.state() == Invoice.State.PAID;
        ObjectNode json = blank(invoice.subscription(), invoice.total());
        json.put("id", id)
                .put("number", invoice.number())
                .put("customer", invoice.customer().value());
        json.put("created", invoice.date().getEpochSecond());
        json.put("period_start", invoice.date().getEpochSecond())
                .put("period_end", invoice.date().getEpochSecond());
        json.put("status", word(invoice.state()));
        json.put("amount_paid", paid ? total : 0).put("amount_remaining", paid ? 0 : total);
        json.put("attempted", invoice.attempt() != Attempt.NONE)
                .put("attempt_count", invoice.attempt() == Attempt.NONE ? 0 : 1);
        json.put("billing_reason", reason(invoice));
        json.put("hosted_invoice_url", invoice.page().toString());
        WireShapes.time(json, "next_payment_attempt", invoice.nextAttempt());
        ObjectNode moments = json.withObject("/status_transitions");
        moments.put("finalized_at", invoice.date().getEpochSecond());
        if (paid) WireShapes.time(moments, "paid_at", invoice.settledAt());
        if (invoice.state() == Invoice.State.VOID) WireShapes.time(moments, "voided_at", invoice.settledAt());
        json.set("lines", WireShapes.list("/v1/invoices/" + id + "/lines", lines(invoice, id), false));
        json.set("payments", WireShapes.list("/v1/invoice_payments", List.of(payment(invoice)), false));
        return json;
    }

    /** One that asks for this much and has nothing else yet. */
    ObjectNode blank(SubscriptionId subscription, Money total) {
        ObjectNode json = WireShapes.of("invoice");
        json.put("currency", total.currency()).put("total", total.minorUnits());
        json.put("subtotal", total.minorUnits()).put("amount_due", Math.max(0, total.minorUnits()));
        json.put("starting_balance", 0);
        ObjectNode parent = json.putObject("parent").put("type", "subscription_details");
        parent.putNull("quote_details");
        parent.putObject("subscription_details")
                .put("subscription", subscription.value())
                .putObject("metadata");
        return json;
    }

    ObjectNode line(HostedInvoice.Line line, SubscriptionId subscription, String id) {
        ObjectNode json = WireShapes.of("line_item").put("id", id);
        json.put("amount", line.amount().minorUnits())
                .put("subtotal", line.amount().minorUnits());
        json.put("currency", line.amount().currency()).put("description", line.description());
        json.put("quantity", line.quantity()).put("quantity_decimal", String.valueOf(line.quantity()));
        json.put("subscription", subscription.value());
        json.withObject("/period")
                .put("start", line.from().getEpochSecond())
                .put("end", line.to().getEpochSecond());
        ObjectNode parent = json.putObject("parent").put("type", "subscription_item_details");
        parent.putNull("invoice_item_details");
        parent.putObject("subscription_item_details")
                .put("proration", line.proration())
                .put("subscription", subscription.value())
                .put("subscription_item", "si_" + subscription.value() + "_0")
                .putNull("invoice_item")
                .putNull("proration_details");
        ObjectNode price = catalog.price(line.price().value());
        ObjectNode pricing = json.putObject("pricing").put("type", "price_details");
        pricing.set("unit_amount_decimal", price.path("unit_amount_decimal"));
        pricing.putObject("price_details")
                .put("price", line.price().value())
                .put("product", price.path("product").asText());
        return json;
    }

    static String word(Invoice.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The payment of an invoice, under the id that the invoice names. */
    ObjectNode intent(String id) {
        HostedInvoice invoice = require("in_" + id.substring("pi_".length()));
        ObjectNode json = WireShapes.bare("payment_intent").put("id", id);
        json.put("amount", invoice.total().minorUnits())
                .put("currency", invoice.total().currency());
        json.put("created", invoice.date().getEpochSecond()).put("livemode", false);
        json.put("status", status(invoice));
        json.putNull("last_payment_error");
        if (invoice.attempt() == Attempt.DECLINED)
            json.putObject("last_payment_error")
                    .put("code", "card_declined")
                    .put("decline_code", "card_declined")
                    .put("type", "card_error");
        return json;
    }

    private static String status(HostedInvoice invoice) {
        if (invoice.state() == Invoice.State.PAID) return "succeeded";
        if (invoice.state() == Invoice.State.VOID) return "canceled";
        return switch (invoice.attempt()) {
            case BANK_ASKS -> "requires_action";
            case ON_ITS_WAY -> "processing";
            default -> "requires_payment_method";
        };
    }

    private ObjectNode payment(HostedInvoice invoice) {
        ObjectNode json = WireShapes.bare("invoice_payment").put("id", "inpay_" + bare(invoice));
        json.put("invoice", invoice.id().value()).put("is_default", true).put("livemode", false);
        json.putObject("payment").put("type", "payment_intent").put("payment_intent", "pi_" + bare(invoice));
        return json;
    }

    private static String bare(HostedInvoice invoice) {
        return invoice.id().value().substring("in_".length());
    }

    private List<ObjectNode> lines(HostedInvoice invoice, String id) {
        List<ObjectNode> lines = new ArrayList<>();
        for (HostedInvoice.Line line : invoice.lines()) {
            ObjectNode json = line(line, invoice.subscription(), "il_" + bare(invoice) + "_" + lines.size());
            lines.add(json.put("invoice", id));
        }
        return lines;
    }

    private String reason(HostedInvoice invoice) {
        if (invoice.first()) return "subscription_create";
        boolean part = invoice.lines().stream().anyMatch(HostedInvoice.Line::proration);
        return part ? "subscription_update" : "subscription_cycle";
    }

    private HostedInvoice require(String id) {
        return books.office.invoice(new InvoiceId(id)).orElseThrow(() -> WireError.missing("invoice", id));
    }
}
