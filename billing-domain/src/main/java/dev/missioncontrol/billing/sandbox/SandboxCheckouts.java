package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Checkout sessions: made by us, paid or left by buyers, expired by time. */
final class SandboxCheckouts {
    /** Longest trial in days, as at Stripe. */
    static final int LONGEST_TRIAL_DAYS = 730;

    private final SandboxState books;
    private final SandboxIds ids;
    private final SandboxPrices prices;
    private final SandboxPromotions promotions;
    private final SandboxAgenda agenda;
    private final SandboxEvents events;
    private final SandboxLifecycle lifecycle;

    SandboxCheckouts(
            SandboxState books,
            SandboxIds ids,
            SandboxPrices prices,
            SandboxPromotions promotions,
            SandboxAgenda agenda,
            SandboxEvents events,
            SandboxLifecycle lifecycle) {
        this.books = books;
        this.ids = ids;
        this.prices = prices;
        this.promotions = promotions;
        this.agenda = agenda;
        this.events = events;
        this.lifecycle = lifecycle;
    }

    SandboxSession open(CheckoutSessionRequest request, URI host, Instant at) {
        SandboxCustomer customer = books.requireCustomer(request.customer());
        SandboxPrices.Sold price = prices.require(request.price(), request.quantity());
        if (request.trialDays() < 0 || request.trialDays() > LONGEST_TRIAL_DAYS)
            throw new ProviderException(Kind.INVALID_REQUEST, "trial days must be 0 to " + LONGEST_TRIAL_DAYS);
        Optional<PromotionCode> promotion =
                request.promotion().map(code -> promotions.require(code, customer.id(), at));
        if (promotion.isPresent() && request.promotionCodes())
            throw new ProviderException(
                    Kind.INVALID_REQUEST, "a session has a promotion or a field for codes, not both");
        CheckoutSessionId id = new CheckoutSessionId(ids.next("cs"));
        URI url = host.resolve("sandbox/checkout/" + id);
        SandboxSession session = new SandboxSession(id, request, customer, price, promotion, url, at);
        books.add(session);
        agenda.reschedule(session);
        return session;
    }

    /** The buyer pays, or begins a trial with a card. */
    SubscriptionId pay(CheckoutSessionId id, Instant at) {
        SandboxSession session = requireOpen(id);
        session.customer().useCard();
        SandboxSubscription subscription = begun(session, at);
        boolean due = subscription.status() == ProviderStatus.INCOMPLETE;
        if (due) lifecycle.paid(subscription, at);
        complete(session, due ? "paid" : "no_payment_required", "completed", at);
        return subscription.id();
    }

    /** The buyer begins a trial without a card. */
    SubscriptionId startTrialWithoutCard(CheckoutSessionId id, Instant at) {
        SandboxSession session = requireOpen(id);
        if (session.request().trialDays() == 0) throw wrongState(id + " has no trial");
        SandboxSubscription subscription = begun(session, at);
        complete(session, "no_payment_required", "completed", at);
        return subscription.id();
    }

    /** The buyer's bank wants to be asked; the first payment waits. */
    SubscriptionId beginPayment(CheckoutSessionId id, Instant at) {
        SandboxSession session = requireOpenWithPayment(id);
        SandboxSubscription subscription = begun(session, at);
        lifecycle.invoice("payment_action_required", subscription, at);
        return subscription.id();
    }

    /** The buyer pays in a way that takes days. */
    SubscriptionId payLater(CheckoutSessionId id, ProviderStatus meanwhile, Instant at) {
        if (meanwhile != ProviderStatus.ACTIVE && meanwhile != ProviderStatus.INCOMPLETE)
            throw new IllegalArgumentException("meanwhile it is active or incomplete, not " + meanwhile.word());
        SandboxSession session = requireOpenWithPayment(id);
        session.customer().useDebit();
        SandboxSubscription subscription = begun(session, at);
        SandboxInvoice first = subscription.newestInvoice().orElseThrow();
        first.tried(HostedInvoice.Attempt.ON_ITS_WAY);
        subscription.await(new SandboxDues.Awaited(session, first), meanwhile);
        agenda.reschedule(subscription);
        if (meanwhile == ProviderStatus.ACTIVE) lifecycle.updated(subscription, at);
        complete(session, "unpaid", "completed", at);
        return subscription.id();
    }

    /** The payment that took days has come, or never will. */
    void settle(SubscriptionId id, boolean succeeds, Instant at) {
        SandboxSubscription subscription = books.requireSubscription(id);
        SandboxDues.Awaited first =
                subscription.dues().awaited().orElseThrow(() -> wrongState(id + " awaits no delayed payment"));
        subscription.dues().awaitNoMore();
        if (succeeds) lifecycle.arrived(subscription, first.invoice(), at);
        else lifecycle.failedToArrive(subscription, first.invoice(), at);
        String payment = succeeds ? "paid" : "unpaid";
        complete(first.session(), payment, succeeds ? "async_payment_succeeded" : "async_payment_failed", at);
    }

    /** Ends a session that is open; one that is expired stays so. */
    void expire(SandboxSession session, Instant at) {
        if (session.state() == State.COMPLETE) throw wrongState(session.id() + " is complete");
        if (session.state() == State.EXPIRED) return;
        session.expire();
        agenda.reschedule(session);
        session.begun().ifPresent(subscription -> lifecycle.expire(subscription, at));
        events.checkout("checkout.session.expired", session, at);
    }

    SandboxSession requireOpen(CheckoutSessionId id) {
        SandboxSession session = books.requireSession(id);
        if (session.state() != State.OPEN) throw wrongState(id + " is not open");
        return session;
    }

    private SandboxSession requireOpenWithPayment(CheckoutSessionId id) {
        SandboxSession session = requireOpen(id);
        if (session.request().trialDays() > 0) throw wrongState(id + " begins with a trial: nothing is due");
        return session;
    }

    private SandboxSubscription begun(SandboxSession session, Instant at) {
        return session.begun().orElseGet(() -> {
            SubscriptionId id = new SubscriptionId(ids.next("sub"));
            SandboxSubscription subscription = new SandboxSubscription(id, books.subscriptions(), session, at);
            books.add(subscription);
            session.begin(subscription);
            lifecycle.created(subscription, at);
            return subscription;
        });
    }

    private void complete(SandboxSession session, String paymentStatus, String what, Instant at) {
        session.complete(paymentStatus);
        agenda.reschedule(session);
        events.checkout("checkout.session." + what, session, at);
    }

    private static ProviderException wrongState(String why) {
        return new ProviderException(Kind.WRONG_STATE, why);
    }
}
