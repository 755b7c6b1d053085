package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.RejectedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A payment provider without a network that behaves as Stripe does, for tests, demos and placeholder mode: it keeps
 * customers, sessions and subscriptions, has a clock that can be moved, renews, retries, ends, and says so in events.
 *
 * <p>Safe for many threads. Listeners are called in order, one event at a time, on the thread of the call that made or
 * followed the event, with no lock held that a call back would need. What a listener throws goes to that thread's caller;
 * the event is not handed over again.
 *
 * <p>What buyers and owners do throws {@link ProviderException} of kind {@code NOT_FOUND} for an id that was not made here
 * and {@code WRONG_STATE} for what cannot be done any more.
 */
public final class SandboxPaymentProvider extends SandboxPort {
    /** Where the stand-in pages are unless {@link #hostedAt} says otherwise: nowhere, by RFC 6761. */
    public static final URI NOWHERE = URI.create("https://sandbox.invalid/");

    private static final String STANDING_PREFIX = "sandbox";

    private final SandboxCheckouts checkouts;
    private final SandboxChanges changes;

    private SandboxPaymentProvider(SandboxParts parts) {
        super(parts);
        checkouts = parts.checkouts;
        changes = parts.changes;
    }

    /** A sandbox whose clock stands still until it is moved; the same calls always give the same ids. */
    public static SandboxPaymentProvider startingAt(Instant start) {
        return new SandboxPaymentProvider(new SandboxParts(InstantSource.fixed(start), STANDING_PREFIX));
    }

    /**
     * A sandbox on a clock that runs; it can be moved ahead of it.
     *
     * @param idPrefix at most 64 of {@code A-Z a-z 0-9 _}, another one at every start, so that ids never meet older ones
     */
    public static SandboxPaymentProvider on(InstantSource base, String idPrefix) {
        return new SandboxPaymentProvider(new SandboxParts(base, idPrefix));
    }

    /** Where the stand-in pages are: a session's URL is {@code sandbox/checkout/{id}} below this. */
    public SandboxPaymentProvider hostedAt(URI base) {
        host(base);
        return this;
    }

    /**
     * Takes over a customer of an earlier sandbox, with a card that works, as its application last knew it: for data that
     * outlive the process, once prices are {@link #sell sold}. No event tells of it. Invoices and changes that were planned
     * are forgotten; what is owed is owed on. Subscriptions to a price that is not sold here are left out, and so is a
     * customer that is here already.
     *
     * @param sold its subscriptions
     */
    public void takeOver(TenantId tenant, CustomerId customer, List<SubscriptionSnapshot> sold) {
        engine.act(now -> parts.inheritance.customer(tenant, customer, sold, now));
    }

    /** What an application can neither see nor do over the port, but Stripe's API can. */
    public SandboxBackOffice backOffice() {
        return new SandboxBackOffice(this);
    }

    /** What becomes of a subscription whose last payment retry fails; without a call it is canceled. */
    public SandboxPaymentProvider afterLastRetry(AfterLastRetry setting) {
        engine.act(now -> parts.lifecycle.afterLastRetry(setting));
        return this;
    }

    /**
     * Takes a promotion code from now on, in place of an earlier one of the same word that is for the same customer, or for everybody as it is.
     *
     * @param promotion what it gives
     * @param until when it can be typed no more; absent for always
     */
    public void offer(PromotionCode promotion, Optional<Instant> until) {
        engine.act(now -> parts.promotions.offer(promotion, until));
    }

    /** Hands every event from now on to this listener; without any, events go nowhere. */
    public void onEvent(Consumer<ProviderEvent> listener) {
        parts.events.listen(listener);
    }

    /** Hands every event to this billing: each is accepted and refreshed before the call that caused it returns. */
    public void deliverTo(Billing billing) {
        onEvent(event -> {
            billing.accept(event);
            billing.runDue();
        });
    }

    /** The provider's time. */
    public InstantSource clock() {
        return parts.clock;
    }

    /**
     * Moves the clock forward, doing all that falls due on the way and handing over its events moment by moment, each
     * while the clock shows that moment.
     *
     * @param by zero to a century
     * @throws IllegalArgumentException if {@code by} is out of range
     * @throws IllegalStateException if more than 100,000 things fall due; the clock stands where the last of them was done
     */
    public void advance(Duration by) {
        engine.advance(by);
    }

    /** From now on every call over the port that needs the provider fails with {@code UNAVAILABLE}. */
    public void goAway() {
        engine.away(true);
    }

    /** Ends {@link #goAway}. */
    public void comeBack() {
        engine.away(false);
    }

    /** The buyer pays (or begins a trial), with a card that works for this. */
    public SubscriptionId pay(CheckoutSessionId session) {
        return engine.make(now -> checkouts.pay(session, now));
    }

    /**
     * The buyer pays on the page that a checkout led to.
     *
     * @throws dev.missioncontrol.billing.usecase.RejectedException if it led nowhere
     */
    public SubscriptionId pay(Redirect checkout) {
        if (checkout instanceof Redirect.Rejected no) throw new RejectedException(no.rejection());
        return pay(((Redirect.To) checkout).session().orElseThrow());
    }

    /** The buyer tries a card that declines: the session stays open and nothing is sold. */
    public void payWithDecliningCard(CheckoutSessionId session) {
        engine.act(now -> checkouts.requireOpen(session));
    }

    /** The buyer's bank wants to be asked first: an incomplete subscription, until {@link #pay} or 23 hours. */
    public SubscriptionId beginPayment(CheckoutSessionId session) {
        return engine.make(now -> checkouts.beginPayment(session, now));
    }

    /**
     * The buyer pays in a way that takes days, by bank debit say: complete but unpaid, until {@link #settleDelayedPayment}. The
     * subscription is active meanwhile, as Stripe says of it: it grants, though nothing is paid.
     */
    public SubscriptionId payLater(CheckoutSessionId session) {
        return payLater(session, ProviderStatus.ACTIVE);
    }

    /**
     * The same, and what the subscription is meanwhile.
     *
     * @param meanwhile {@code ACTIVE}; or {@code INCOMPLETE}, as Stripe's documents have it too: then it grants nothing before the
     *     payment comes, and ends where that fails
     */
    public SubscriptionId payLater(CheckoutSessionId session, ProviderStatus meanwhile) {
        return engine.make(now -> checkouts.payLater(session, meanwhile, now));
    }

    /** What {@link #payLater} promised comes, or never will: then what was active is past due, without grace. */
    public void settleDelayedPayment(SubscriptionId subscription, boolean succeeds) {
        engine.act(now -> checkouts.settle(subscription, succeeds, now));
    }

    /**
     * The buyer begins a trial, and there is no card at its end: it pauses. At Stripe a checkout of ours asks for a card before a
     * trial too; so this buyer is one whose card was removed before the trial ended.
     */
    public SubscriptionId startTrialWithoutCard(CheckoutSessionId session) {
        return engine.make(now -> checkouts.startTrialWithoutCard(session, now));
    }

    /** The buyer leaves for good: the session expires at once rather than after 24 hours. */
    public void leave(CheckoutSessionId session) {
        engine.act(now -> checkouts.expire(checkouts.requireOpen(session), now));
    }

    /** The next payment that is taken without asking is declined, and only that one. */
    public void declineNextPayment(CustomerId customer) {
        engine.act(now -> books.requireCustomer(customer).declineNext());
    }

    /** The same for this tenant's customer. */
    public void declineNextPayment(TenantId tenant) {
        engine.act(now -> books.requireCustomer(tenant).declineNext());
    }

    /** Every payment that is taken without asking is declined, until {@link #acceptPayments}. */
    public void declinePayments(CustomerId customer) {
        engine.act(now -> books.requireCustomer(customer).declineAll());
    }

    /** The same for this tenant's customer. */
    public void declinePayments(TenantId tenant) {
        engine.act(now -> books.requireCustomer(tenant).declineAll());
    }

    /** Whether the next payment that is taken without asking would be declined, or there is no card to take it from. */
    public boolean nextPaymentFails(CustomerId customer) {
        return engine.look(() -> books.requireCustomerEvenDeleted(customer).nextPaymentFails());
    }

    /** The customer puts in a card that works; what is owed is tried again when its time comes. */
    public void acceptPayments(CustomerId customer) {
        engine.act(now -> books.requireCustomer(customer).renewCard());
    }

    /** The same for this tenant's customer. */
    public void acceptPayments(TenantId tenant) {
        engine.act(now -> books.requireCustomer(tenant).renewCard());
    }

    /** The customer pays all that is owed by hand, in a way that works. */
    public void payOpenInvoice(SubscriptionId subscription) {
        engine.act(now -> changes.payOpenInvoice(subscription, now));
    }

    /**
     * The customer pays an open invoice on its page, and with it all else that its subscription owes. A checkout that waits for it
     * is complete; what has ended stays so. A change that waits for it takes place: then nothing else is paid, as nothing else
     * pays for that change.
     *
     * @throws ProviderException of kind {@code DECLINED} if there is no card that works, {@code WRONG_STATE} if it is not open, or
     *     a payment that takes days is on its way
     */
    public void payInvoice(InvoiceId invoice) {
        engine.act(now -> changes.payInvoice(invoice, now));
    }

    /**
     * The same with a card that the customer puts in for it: one that works from now on, or one that declines this once. Where
     * the invoice cannot be paid, the customer's card stays as it is.
     *
     * @param accepted whether that card works
     * @throws ProviderException as {@link #payInvoice(InvoiceId)}
     */
    public void payInvoice(InvoiceId invoice, boolean accepted) {
        engine.act(now -> changes.payInvoice(invoice, accepted, now));
    }

    /** The customer cancels, as of the period's end. */
    public void cancelAtPeriodEnd(SubscriptionId subscription, CancelShape shape) {
        engine.act(now -> changes.cancelAtPeriodEnd(subscription, shape, now));
    }

    /** The customer takes a cancellation back; nothing happens where there is none. */
    public void resume(SubscriptionId subscription) {
        engine.act(now -> changes.resume(subscription, now));
    }

    /** Somebody ends it at once. */
    public void cancelNow(SubscriptionId subscription) {
        engine.act(now -> changes.cancelNow(subscription, now));
    }

    /**
     * Another price, interval or number of seats, at once. It costs what {@link #previewChange} says: that is invoiced at once,
     * and what is given back is kept as credit. If it is declined the change stays and the subscription is past due, as at Stripe
     * without {@code pending_if_incomplete}.
     */
    public void changePrice(SubscriptionId subscription, PriceId price, long quantity) {
        engine.act(now -> changes.changePrice(subscription, price, quantity, now));
    }

    /** The bank wants to be asked at the next change that costs something: {@code PaymentNeeded}. */
    public void askBankNext(CustomerId customer) {
        engine.act(now -> books.requireCustomer(customer).askBankNext());
    }

    /** The customer pays what a change waits for, on the page that it was sent to; otherwise it ends after 23 hours. */
    public void confirmPayment(SubscriptionId subscription) {
        engine.act(now -> changes.confirmPayment(subscription, now));
    }

    /** Somebody pauses it while it is trialing or active. */
    public void pause(SubscriptionId subscription) {
        engine.act(now -> changes.pause(subscription, now));
    }

    /**
     * Somebody resumes it, with a new period that is paid now.
     *
     * @throws ProviderException of kind {@code DECLINED} if the customer has no card that works; it stays paused
     */
    public void resumePaused(SubscriptionId subscription) {
        engine.act(now -> changes.resumePaused(subscription, now));
    }

    /** Somebody edits metadata in the dashboard: adds and replaces; an empty value removes. */
    public void editMetadata(SubscriptionId subscription, Map<String, String> edits) {
        engine.act(now -> changes.editMetadata(subscription, edits, now));
    }

    /** What the stand-in checkout page shows, if the sandbox made and still keeps the session. */
    public Optional<HostedCheckout> session(CheckoutSessionId id) {
        return engine.look(() -> books.session(id).map(SandboxSession::view));
    }

    /** What the stand-in portal is for, if the sandbox made and still keeps the portal session. */
    public Optional<HostedPortal> portal(String id) {
        return engine.look(() -> books.portal(id));
    }

    /** A subscription as the stand-in portal shows it, if the sandbox made it. */
    public Optional<HostedSubscription> subscription(SubscriptionId id) {
        return engine.look(() -> books.subscription(id).map(SandboxViews::hosted));
    }

    /** All of a customer's subscriptions, ended ones too, newest first. */
    public List<HostedSubscription> subscriptionsOf(CustomerId customer) {
        return engine.look(() -> books.subscriptionsOf(customer).stream()
                .map(SandboxViews::hosted)
                .toList());
    }

    /** The tenant's newest customer that is not deleted. */
    public Optional<CustomerId> customerOf(TenantId tenant) {
        return engine.look(() -> books.customerOf(tenant).map(SandboxCustomer::id));
    }

    /** The newest subscription, ended or not, of the tenant's customer. */
    public Optional<SubscriptionId> subscriptionOf(TenantId tenant) {
        return engine.look(() -> books.customerOf(tenant).flatMap(SandboxCustomer::newestSubscription));
    }
}
