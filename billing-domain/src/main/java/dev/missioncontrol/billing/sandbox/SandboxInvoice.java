package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** An invoice as the sandbox holds it: final from the start. */
final class SandboxInvoice {
    private final InvoiceId id;
    private final SubscriptionId subscription;
    private final Money total;
    private final Instant date;
    private Invoice.State state = Invoice.State.OPEN;

    SandboxInvoice(InvoiceId id, SubscriptionId subscription, Money total, Instant date) {
        this.id = id;
        this.subscription = subscription;
        this.total = total;
        this.date = date;
    }

    InvoiceId id() {
        return id;
    }

    /** Whether it is this subscription's and waits to be paid. */
    boolean openOf(SubscriptionId other) {
        return state == Invoice.State.OPEN && subscription.equals(other);
    }

    void become(Invoice.State next) {
        state = next;
    }

    /** As the port says it; its page is {@code sandbox/invoice/{id}} below the host. */
    Invoice asPort(URI host) {
        return new Invoice(
                id,
                Optional.of(id.value().toUpperCase(java.util.Locale.ROOT)),
                date,
                total,
                state,
                Optional.of(page(host)));
    }

    URI page(URI host) {
        return host.resolve("sandbox/invoice/" + id);
    }
}
