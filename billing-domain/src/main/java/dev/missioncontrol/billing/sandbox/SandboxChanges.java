package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do to subscriptions and customers that are there: in the portal, in the dashboard, on an invoice's page. */
final class SandboxChanges {
    private final SandboxState books;
    private final SandboxPrices prices;
    private final SandboxEvents events;
    private final SandboxLifecycle lifecycle;
    private final SandboxCheckouts checkouts;

    SandboxChanges(
            SandboxState books,
            SandboxPrices prices,
            SandboxEvents events,
            SandboxLifecycle lifecycle,
            SandboxCheckouts checkouts) {
        this.books = books;
        this.prices = prices;
        this.events = events;
        this.lifecycle = lifecycle;
        this.checkouts = checkouts;
    }

    void payOpenInvoice(SubscriptionId id, Instant at) {
        SandboxSubscription subscription = requireLive(id);
        if (subscription.debt().isEmpty()) throw wrongState(id + " owes nothing");
        lifecycle.paid(subscription, at);
    }

    /** Charges the card for an invoice, and for all else that its subscription owes; one that is not owed is paid alone. */
    void payInvoice(InvoiceId id, Instant at) {
        SandboxInvoice invoice = requirePayable(id);
        SandboxSubscription subscription = invoice.subscription();
        if (!subscription.customer().charge()) {
            lifecycle.invoice("payment_failed", subscription, at);
            throw new ProviderException(Kind.DECLINED, "the payment of " + id + " was declined");
        }
        Optional<SandboxSession> begunIn = books.openSessionsOf(subscription.customer()).stream()
                .filter(session -> session.begun().filter(subscription::equals).isPresent())
                .findFirst();
        if (invoice.paysForChange()) lifecycle.applyPending(subscription, at);
        else if (begunIn.isPresent()) checkouts.pay(begunIn.get().id(), at);
        else if (subscription.status().terminal()) lifecycle.paidAfterItsEnd(invoice, at);
        else if (subscription.debt().isEmpty()) lifecycle.arrived(subscription, invoice, at);
        else lifecycle.paid(subscription, at);
    }

    /** The same, once the customer has put in a card for it; a page that is out of date touches none. */
    void payInvoice(InvoiceId id, boolean accepted, Instant at) {
        SandboxInvoice invoice = requirePayable(id);
        SandboxCustomer customer =
                books.requireCustomer(invoice.subscription().customer().id());
        if (accepted) customer.renewCard();
        else customer.declineNext();
        payInvoice(id, at);
    }

    private SandboxInvoice requirePayable(InvoiceId id) {
        SandboxInvoice invoice = requireOpen(id);
        if (invoice.onItsWay()) throw wrongState("the payment of " + id + " is on its way");
        return invoice;
    }

    SandboxInvoice requireOpen(InvoiceId id) {
        SandboxInvoice invoice = books.requireInvoice(id);
        if (!invoice.open()) throw wrongState(id + " is not open");
        return invoice;
    }

    void cancelAtPeriodEnd(SubscriptionId id, CancelShape shape, Instant at) {
        SandboxSubscription subscription = requireLive(id);
        subscription.cancelWithPeriod(shape);
        lifecycle.updated(subscription, at);
    }

    void resume(SubscriptionId id, Instant at) {
        SandboxSubscription subscription = requireLive(id);
        if (subscription.cancelAt().isEmpty()) return;
        subscription.keep();
        lifecycle.updated(subscription, at);
    }

    void cancelNow(SubscriptionId id, Instant at) {
        end(requireNotEnded(id), at);
    }

    void changePrice(SubscriptionId id, PriceId price, long quantity, Instant at) {
        PriceId before = requireLive(id).price().id();
        changeAtOnce(new SubscriptionChange(id, before, price, quantity, Timing.NOW), true, at);
    }

    /**
     * Applies at once, as Stripe does even if the payment fails. It costs what a preview says: what is due is invoiced at once, and
     * what is given back is kept as credit.
     *
     * @param prorated whether it is; otherwise nothing is invoiced before the next period
     */
    void changeAtOnce(SubscriptionChange change, boolean prorated, Instant at) {
        SandboxSubscription subscription = requireLive(change.subscription());
        SandboxPrices.Sold after = prices.requireFor(subscription, change);
        boolean trial = subscription.status() == ProviderStatus.TRIALING;
        // Of what it has already Stripe prorates nothing, also where less is given off by now than was when it
        // was paid for.
        boolean other = !subscription.has(after, change.quantity());
        boolean charged = prorated && (trial ? change.endTrial() : subscription.billed() && other);
        if (!charged) {
            subscription.change(after, change.quantity());
            if (trial) change.trialEnd().ifPresent(subscription::trialUntil);
            lifecycle.updated(subscription, at);
            return;
        }
        SandboxProration cost = SandboxProration.of(subscription, change, after, at);
        SandboxWish wish = new SandboxWish(after, change.quantity(), cost.restarts());
        if (cost.total().minorUnits() <= 0) {
            subscription.customer().keepCredit(-cost.total().minorUnits());
            subscription.becomeForNothing(wish, at);
            lifecycle.updated(subscription, at);
            return;
        }
        List<HostedInvoice.Line> lines = cost.lines(subscription, after, at);
        subscription.becomeInvoiced(wish, at);
        if (subscription.debt().isPresent()) lifecycle.addToDebt(subscription, cost.total(), lines, at);
        else lifecycle.charge(subscription, cost.total(), lines, at);
    }

    /** The customer lets the bank confirm the payment that a change waits for. */
    void confirmPayment(SubscriptionId id, Instant at) {
        SandboxSubscription subscription = requireLive(id);
        if (subscription.wishes().pending().isEmpty()) throw wrongState("no change of " + id + " waits for a payment");
        lifecycle.applyPending(subscription, at);
    }

    void pause(SubscriptionId id, Instant at) {
        SandboxSubscription subscription = requireLive(id);
        if (!subscription.status().paid())
            throw wrongState(id + " is " + subscription.status().word());
        lifecycle.pause(subscription, at);
    }

    /** @throws ProviderException of kind {@code DECLINED} if the card is missing or declines; it stays paused then */
    void resumePaused(SubscriptionId id, Instant at) {
        SandboxSubscription subscription = requireLive(id);
        if (subscription.status() != ProviderStatus.PAUSED) throw wrongState(id + " is not paused");
        if (!subscription.customer().charge()) {
            lifecycle.invoice("payment_failed", subscription, at);
            throw new ProviderException(Kind.DECLINED, "the payment that would resume " + id + " was declined");
        }
        lifecycle.resumed(subscription, at);
    }

    void editMetadata(SubscriptionId id, Map<String, String> edits, Instant at) {
        SandboxSubscription subscription = books.requireSubscription(id);
        subscription.editMetadata(edits);
        lifecycle.updated(subscription, at);
    }

    /** Ends all that the customer has, as Stripe does. */
    void deleteCustomer(CustomerId id, Instant at) {
        SandboxCustomer customer = books.requireCustomer(id);
        books.openSessionsOf(customer).forEach(session -> checkouts.expire(session, at));
        List.copyOf(customer.subscriptions()).stream()
                .filter(subscription -> !subscription.status().terminal())
                .forEach(subscription -> end(subscription, at));
        customer.delete();
        events.customerDeleted(customer, at);
    }

    private void end(SandboxSubscription subscription, Instant at) {
        if (subscription.status() == ProviderStatus.INCOMPLETE) lifecycle.expire(subscription, at);
        else lifecycle.cancel(subscription, at);
    }

    private SandboxSubscription requireLive(SubscriptionId id) {
        SandboxSubscription subscription = books.requireSubscription(id);
        if (!subscription.status().live())
            throw wrongState(id + " is " + subscription.status().word());
        return subscription;
    }

    private SandboxSubscription requireNotEnded(SubscriptionId id) {
        SandboxSubscription subscription = books.requireSubscription(id);
        if (subscription.status().terminal())
            throw wrongState(id + " is " + subscription.status().word());
        return subscription;
    }

    private static ProviderException wrongState(String why) {
        return new ProviderException(Kind.WRONG_STATE, why);
    }
}
