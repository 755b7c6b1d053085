package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists invoices, and asks what became of the one that a change waits for. */
final class InvoiceCalls {
    private static final String INVOICES = "/v1/invoices";

    private final StripeCalls calls;

    InvoiceCalls(StripeCalls calls) {
        this.calls = calls;
    }

    InvoicePage list(CustomerId customer, Optional<InvoiceId> after, int limit) {
        if (limit < 1 || limit > StripeCalls.LARGEST_PAGE)
            throw new IllegalArgumentException("a page has 1 to " + StripeCalls.LARGEST_PAGE + " invoices");
        Form query = new Form().add("customer", customer).add("limit", limit).add("starting_after", after);
        Answer answer = calls.get("listing invoices", INVOICES, query);
        List<Invoice> invoices = new ArrayList<>();
        for (JsonNode invoice : answer.data()) invoices.add(invoice(answer, invoice));
        if (answer.hasMore() && invoices.isEmpty()) throw answer.malformed("it goes on after an empty page");
        return new InvoicePage(invoices, answer.hasMore());
    }

    /**
     * What became of a change that waits for this invoice. Where the payment failed for good the invoice is made void, so
     * that no later attempt at it brings a change that the customer was told had not happened.
     */
    ChangeResult settle(String invoice, String key) {
        Form query = new Form().add("expand[0]", "payments.data.payment.payment_intent");
        Answer answer = calls.get("fetching invoice " + invoice, path(invoice), query);
        Invoice.State state = InvoiceReader.state(answer.json());
        if (state == Invoice.State.PAID) return new ChangeResult.Applied();
        JsonNode intent = intent(answer.json());
        boolean failed = Fields.text(intent, "status").equals(Optional.of("requires_payment_method"));
        if (state == Invoice.State.OPEN && !failed)
            return new ChangeResult.PaymentNeeded(
                    answer.require(answer.url("hosted_invoice_url"), "page to pay the invoice on"));
        if (state == Invoice.State.OPEN && !voidIt(invoice, key) && isPaid(invoice)) return new ChangeResult.Applied();
        JsonNode error = intent.path("last_payment_error");
        return new ChangeResult.Declined(Fields.identifier(error, "decline_code")
                .or(() -> Fields.identifier(error, "code"))
                .orElse("payment_failed"));
    }

    /** Whether it was made void: one that can't be any more was paid or made void meanwhile. */
    boolean voidIt(String invoice, String key) {
        try {
            calls.post("voiding invoice " + invoice, path(invoice) + "/void", new Form(), key + ":void");
            return true;
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.INVALID_REQUEST) throw e;
            return false;
        }
    }

    private boolean isPaid(String invoice) {
        return InvoiceReader.state(fetch(invoice).json()) == Invoice.State.PAID;
    }

    /** How it is, if it was made at this moment or later. */
    Optional<Invoice.State> since(String invoice, Instant moment) {
        JsonNode json = fetch(invoice).json();
        return Fields.instant(json, "created")
                .filter(made -> !made.isBefore(moment))
                .map(made -> InvoiceReader.state(json));
    }

    private Answer fetch(String invoice) {
        return calls.get("fetching invoice " + invoice, path(invoice), new Form());
    }

    private static JsonNode intent(JsonNode invoice) {
        for (JsonNode payment : Fields.objects(Fields.at(invoice, "payments", "data"))) {
            JsonNode intent = Fields.at(payment, "payment", "payment_intent");
            if (intent.isObject()) return intent;
        }
        return invoice.path("payment_intent");
    }

    private static Invoice invoice(Answer answer, JsonNode json) {
        String currency = answer.require(Fields.text(json, "currency").filter(Money::isCurrency), "currency");
        return new Invoice(
                new InvoiceId(answer.require(Fields.identifier(json, "id"), "id of an invoice")),
                Fields.text(json, "number"),
                answer.require(
                        Fields.instant(json.path("status_transitions"), "finalized_at")
                                .or(() -> Fields.instant(json, "created")),
                        "date of an invoice"),
                new Money(answer.amount(json, "total"), currency),
                InvoiceReader.state(json),
                answer.url(json, "hosted_invoice_url"));
    }

    private static String path(String invoice) {
        return INVOICES + "/" + Form.encode(invoice);
    }
}
