package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a sandbox shows and does beyond the port: for a wire that speaks a real provider's protocol on top of it. Lists are
 * newest first. What changes something is a call like those of the port: it fails while the provider is away, and never
 * waits for a listener. What it throws, it throws as {@link SandboxPaymentProvider} does.
 */
public final class SandboxBackOffice {
    private final SandboxPaymentProvider sandbox;
    private final SandboxParts parts;

    SandboxBackOffice(SandboxPaymentProvider sandbox) {
        this.sandbox = sandbox;
        parts = sandbox.parts;
    }

    /**
     * Fails while the provider is away, like every call.
     *
     * @throws ProviderException of kind {@code UNAVAILABLE}
     */
    public void requireHere() {
        call(now -> {});
    }

    /** All customers, deleted ones too. */
    public List<HostedCustomer> customers() {
        return parts.engine.look(() ->
                parts.books.customers().stream().map(SandboxCustomer::view).toList());
    }

    /** A customer, deleted or not. */
    public Optional<HostedCustomer> customer(CustomerId id) {
        return parts.engine.look(() -> parts.books.knows(id)
                ? Optional.of(parts.books.requireCustomerEvenDeleted(id).view())
                : Optional.empty());
    }

    /** All checkout sessions that are kept. */
    public List<HostedCheckout> sessions() {
        return parts.engine.look(
                () -> parts.books.sessions().stream().map(SandboxSession::view).toList());
    }

    /** All invoices that are kept. */
    public List<HostedInvoice> invoices() {
        return parts.engine.look(() -> parts.books.invoices().stream()
                .map(invoice -> invoice.view(sandbox.host()))
                .toList());
    }

    /** An invoice, if it is kept. */
    public Optional<HostedInvoice> invoice(InvoiceId id) {
        return parts.engine.look(() -> parts.books.findInvoice(id).map(invoice -> invoice.view(sandbox.host())));
    }

    /** Makes an open invoice void; a change that waits for it is given up. */
    public void voidInvoice(InvoiceId id) {
        call(now -> {
            SandboxInvoice invoice = parts.changes.requireOpen(id);
            if (invoice.paysForChange()) {
                parts.lifecycle.dropPending(invoice.subscription(), now);
                return;
            }
            invoice.become(Invoice.State.VOID, now);
            parts.lifecycle.invoice("voided", invoice.subscription(), now);
        });
    }

    /**
     * Charges the card for an open invoice, as {@link SandboxPaymentProvider#payInvoice} does.
     *
     * @throws ProviderException of kind {@code DECLINED} if there is no card that works
     */
    public void payInvoice(InvoiceId id) {
        call(now -> parts.changes.payInvoice(id, now));
    }

    /**
     * Changes a subscription at once, if that is paid; until then the change waits, see
     * {@link HostedSubscription#waiting}. Unlike the port it does not give up what was declined.
     *
     * @throws ProviderException of kind {@code WRONG_STATE} if its state or price does not allow it
     */
    public void changeOncePaid(SubscriptionChange change) {
        call(now -> parts.portChanges.changeOncePaid(change, sandbox.host(), now));
    }

    /**
     * As at Stripe without {@code pending_if_incomplete}: the change stays even if its payment is declined.
     *
     * @param prorated whether it is invoiced at once, by what is left of the period; otherwise nothing is before the next one
     */
    public void changeAtOnce(SubscriptionChange change, boolean prorated) {
        call(now -> parts.changes.changeAtOnce(change, prorated, now));
    }

    /** Ends a subscription with its period. */
    public void cancelAtPeriodEnd(SubscriptionId id, CancelShape shape) {
        call(now -> parts.changes.cancelAtPeriodEnd(id, shape, now));
    }

    /** Takes a cancellation back; nothing happens where there is none. */
    public void keep(SubscriptionId id) {
        call(now -> parts.changes.resume(id, now));
    }

    /** Resumes a paused subscription with a new period that is paid now. */
    public void resumePaused(SubscriptionId id) {
        call(now -> parts.changes.resumePaused(id, now));
    }

    /** Writes more beside the subscription that an open session will make than the port can say. */
    public void note(CheckoutSessionId session, Map<String, String> metadata) {
        call(now -> parts.books.requireSession(session).note(metadata));
    }

    /** What becomes of the trial that an open session will begin, should there be nothing to pay with at its end; without a call it pauses. */
    public void withoutPaymentMethod(CheckoutSessionId session, MissingPaymentMethod then) {
        call(now -> parts.books.requireSession(session).withoutPaymentMethod(then));
    }

    /** Adds to a subscription's metadata and replaces; an empty value removes. */
    public void editMetadata(SubscriptionId id, Map<String, String> edits) {
        call(now -> parts.changes.editMetadata(id, edits, now));
    }

    /** Deletes a customer: all that it has ends. */
    public void deleteCustomer(CustomerId id) {
        call(now -> parts.changes.deleteCustomer(id, now));
    }

    /** What a subscription becomes with its next period; nothing, to go on as it is. */
    public void plan(SubscriptionId id, Optional<SubscriptionChange> change) {
        call(now -> {
            SandboxSubscription subscription = parts.books.requireSubscription(id);
            if (change.isEmpty() && subscription.wishes().planned().isEmpty()) return;
            if (change.isPresent()) {
                ChangeResult result = parts.portChanges.change(change.get(), sandbox.host(), now);
                if (result instanceof ChangeResult.Rejected no)
                    throw new ProviderException(Kind.WRONG_STATE, no.detail());
                return;
            }
            subscription.wishes().plan(Optional.empty());
            parts.lifecycle.updated(subscription, now);
        });
    }

    /** All promotion codes that can be used. */
    public List<PromotionCode> promotions() {
        return parts.engine.look(() -> parts.promotions.usableAt(sandbox.clock().instant()));
    }

    /** What a subscription is given off its invoices. */
    public Optional<Discount> discount(SubscriptionId id) {
        return parts.engine.look(() -> parts.books
                .subscription(id)
                .flatMap(one -> one.discount().at(sandbox.clock().instant())));
    }

    /** All prices, in no order. */
    public List<HostedPrice> prices() {
        return parts.engine.look(
                () -> parts.prices.all().stream().map(SandboxBackOffice::view).toList());
    }

    /** A price. */
    public Optional<HostedPrice> price(PriceId id) {
        return parts.engine.look(() -> parts.prices.find(id).map(SandboxBackOffice::view));
    }

    /** Sells another price. */
    public void sell(HostedPrice price) {
        call(now -> parts.prices.sell(
                new SandboxPrices.Sold(price.id(), price.interval(), price.unitAmount(), price.planName())));
    }

    /** All events that are kept. */
    public List<ProviderEvent> events() {
        return parts.events.newestFirst();
    }

    /** An event, if it is kept. */
    public Optional<ProviderEvent> event(EventId id) {
        return parts.events.find(id);
    }

    /** The invoice that an event is about. */
    public Optional<InvoiceId> invoiceOf(EventId id) {
        return parts.events.invoice(id);
    }

    /** The sandbox's time. */
    public Instant now() {
        return sandbox.clock().instant();
    }

    private void call(Consumer<Instant> work) {
        parts.engine.answer(now -> {
            work.accept(now);
            return now;
        });
    }

    private static HostedPrice view(SandboxPrices.Sold sold) {
        return new HostedPrice(sold.id(), sold.interval(), sold.unitAmount(), sold.planName());
    }
}
