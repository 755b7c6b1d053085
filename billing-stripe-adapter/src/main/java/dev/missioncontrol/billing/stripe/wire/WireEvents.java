package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sandbox's events as Stripe keeps them, each with its object as it was when it happened. */
final class WireEvents {
    private final WireState books;
    private final SubscriptionObjects subscriptions;
    private final InvoiceObjects invoices;
    private final WireObjects kept;

    WireEvents(WireState books, SubscriptionObjects subscriptions, InvoiceObjects invoices) {
        this.books = books;
        this.subscriptions = subscriptions;
        this.invoices = invoices;
        kept = new WireObjects("evt", "");
    }

    /** Keeps what happened, and answers with it as JSON. */
    ObjectNode keep(ProviderEvent event) {
        ObjectNode json = WireShapes.parse(StripeEventWriter.body(event));
        if (event.content() instanceof EventContent.OfSubscription of) {
            ObjectNode object = subscriptions.written(of.snapshot());
            books.sandbox.subscription(of.snapshot().id()).ifPresent(known -> {
                known.metadata().forEach(object.withObject("/metadata")::put);
                object.put("currency", known.amount().currency());
                WireShapes.text(object, "latest_invoice", known.latestInvoice());
            });
            json.withObject("/data").set("object", object);
        }
        Optional<HostedInvoice> invoice =
                books.office.invoiceOf(event.id()).flatMap((InvoiceId id) -> books.office.invoice(id));
        invoice.ifPresent(about -> json.withObject("/data").set("object", invoices.json(about)));
        kept.put(event.id().value(), json);
        return json;
    }

    ObjectNode get(String id) {
        return kept.find(id).orElseThrow(() -> WireError.missing("event", id));
    }

    ObjectNode list(WireCall call) {
        List<String> types = new ArrayList<>();
        call.at("types").forEach(type -> types.add(type.asText()));
        call.text("type").ifPresent(types::add);
        List<ObjectNode> all = kept.newestFirst().stream()
                .filter(json ->
                        types.isEmpty() || types.contains(json.path("type").asText()))
                .toList();
        return WirePage.of(
                call, "/v1/events", "event", all, json -> json.path("id").asText(), json -> json);
    }
}
