package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An invoice as the sandbox holds it: final from the start. */
final class SandboxInvoice {
    private final InvoiceId id;
    private final SandboxSubscription subscription;
    private final Money total;
    private final List<HostedInvoice.Line> lines;
    private final Instant date;
    private final boolean first;
    private Invoice.State state = Invoice.State.OPEN;
    private HostedInvoice.Attempt attempt = HostedInvoice.Attempt.NONE;
    private Optional<Instant> settledAt = Optional.empty();

    SandboxInvoice(
            InvoiceId id,
            SandboxSubscription subscription,
            Money total,
            List<HostedInvoice.Line> lines,
            Instant date,
            boolean first) {
        this.id = id;
        this.subscription = subscription;
        this.total = total;
        this.lines = List.copyOf(lines);
        this.date = date;
        this.first = first;
    }

    InvoiceId id() {
        return id;
    }

    SandboxSubscription subscription() {
        return subscription;
    }

    /** All that it asks for. */
    Money total() {
        return total;
    }

    boolean open() {
        return state == Invoice.State.OPEN;
    }

    /** Whether it is this subscription's and waits to be paid. */
    boolean openOf(SubscriptionId other) {
        return open() && subscription.id().equals(other);
    }

    /** Whether a change of its subscription takes place once it is paid. */
    boolean paysForChange() {
        return subscription
                .wishes()
                .pending()
                .filter(pending -> pending.invoice() == this)
                .isPresent();
    }

    /** Whether a payment of it takes days, and has not come yet. */
    boolean onItsWay() {
        return open()
                && subscription
                        .dues()
                        .awaited()
                        .filter(first -> first.invoice() == this)
                        .isPresent();
    }

    void become(Invoice.State next, Instant at) {
        state = next;
        settledAt = Optional.of(at);
        if (next == Invoice.State.PAID) attempt = HostedInvoice.Attempt.SUCCEEDED;
    }

    /** What became of the newest attempt to have it paid. */
    void tried(HostedInvoice.Attempt newest) {
        attempt = newest;
    }

    /** As the port says it; its page is {@code sandbox/invoice/{id}} below the host. */
    Invoice asPort(URI host) {
        return new Invoice(id, Optional.of(number()), date, total, state, Optional.of(page(host)));
    }

    HostedInvoice view(URI host) {
        return new HostedInvoice(
                id,
                number(),
                subscription.id(),
                subscription.customer().id(),
                total,
                lines,
                date,
                first,
                state,
                attempt,
                settledAt,
                open() ? subscription.debt().flatMap(SandboxDebt::nextAttempt) : Optional.empty(),
                page(host));
    }

    URI page(URI host) {
        return host.resolve("sandbox/invoice/" + id);
    }

    private String number() {
        return id.value().toUpperCase(Locale.ROOT);
    }
}
