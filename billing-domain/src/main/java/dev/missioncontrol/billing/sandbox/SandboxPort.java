package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import java.net.URI;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The half of the sandbox that an application calls; {@link SandboxPaymentProvider} adds what people do. */
abstract sealed class SandboxPort implements PaymentProvider permits SandboxPaymentProvider {
    /** What who paid in a way that takes days pays with: an account that Stripe's tests know. */
    private static final PaymentMethod DEBIT =
            new PaymentMethod("sepa_debit", Optional.empty(), Optional.of("3000"), Optional.empty());

    /** What every other customer of the sandbox pays with: Stripe's best known test card. */
    private static final PaymentMethod CARD =
            new PaymentMethod("card", Optional.of("visa"), Optional.of("4242"), Optional.of(YearMonth.of(2039, 12)));

    final SandboxParts parts;
    final SandboxEngine engine;
    final SandboxState books;
    private final SandboxIdempotency first = new SandboxIdempotency();
    private volatile URI host = SandboxPaymentProvider.NOWHERE;

    SandboxPort(SandboxParts parts) {
        this.parts = parts;
        engine = parts.engine;
        books = parts.books;
    }

    final URI host() {
        return host;
    }

    final void host(URI base) {
        String text = base.toString();
        host = text.endsWith("/") ? base : URI.create(text + "/");
    }

    @Override
    public final String name() {
        return "sandbox";
    }

    @Override
    public final boolean livemode() {
        return false;
    }

    /** Makes the prices of this catalogue known, beside those already known, which stay as they are. */
    @Override
    public final void sell(PlanCatalog catalog) {
        engine.act(now -> parts.prices.sell(catalog));
    }

    @Override
    public final boolean metered() {
        return false;
    }

    @Override
    public final boolean canFetch(SubscriptionId id, boolean live) {
        return !live && engine.look(() -> books.subscription(id).isPresent());
    }

    @Override
    public final CustomerId createCustomer(CustomerRequest request, String idempotencyKey) {
        return engine.answer(now -> first.once(idempotencyKey, request, CustomerId.class, () -> {
            SandboxCustomer customer = new SandboxCustomer(new CustomerId(parts.ids.next("cus")), request);
            books.add(customer);
            return customer.id();
        }));
    }

    /** An application or a person deletes the customer: all that it has ends. */
    @Override
    public final void deleteCustomer(CustomerId customer) {
        engine.answer(now -> {
            if (!books.requireCustomerEvenDeleted(customer).deleted()) parts.changes.deleteCustomer(customer, now);
            return customer;
        });
    }

    /** One that this sandbox does not know went with the process that made it: there is no other account. */
    @Override
    public final boolean customerDeleted(CustomerId customer) {
        return engine.answer(now -> !books.livingCustomer(customer));
    }

    @Override
    public final CheckoutSession createCheckoutSession(CheckoutSessionRequest request, String idempotencyKey) {
        return engine.answer(now -> first.once(
                idempotencyKey,
                request,
                CheckoutSession.class,
                () -> parts.checkouts.open(request, host, now).asPort()));
    }

    @Override
    public final Optional<CheckoutSession> fetchCheckoutSession(CheckoutSessionId id) {
        return engine.answer(now -> books.session(id).map(SandboxSession::asPort));
    }

    @Override
    public final void expireCheckoutSession(CheckoutSessionId id) {
        engine.answer(now -> {
            SandboxSession session = books.requireSession(id);
            parts.checkouts.expire(session, now);
            return session;
        });
    }

    @Override
    public final URI createPortalSession(PortalRequest request) {
        return engine.answer(now -> {
            books.requireCustomer(request.customer());
            request.requireSubscriptionOfFlow();
            request.subscription().ifPresent(books::requireSubscription);
            HostedPortal portal = new HostedPortal(
                    parts.ids.next("bps"),
                    request.customer(),
                    request.returnUrl(),
                    request.flow(),
                    request.subscription());
            books.add(portal);
            return host.resolve("sandbox/portal/" + portal.id());
        });
    }

    @Override
    public final FetchedSubscription fetchSubscription(SubscriptionId id) {
        return engine.answer(now -> books.subscription(id)
                .<FetchedSubscription>map(found -> new FetchedSubscription.Found(
                        SandboxViews.snapshot(found).withArrears(found.arrears()),
                        now,
                        SandboxViews.planned(found),
                        found.wishes().pending().isPresent()))
                .orElseGet(() -> new FetchedSubscription.Unaskable("the sandbox did not make " + id)));
    }

    @Override
    public final SubscriptionPage listSubscriptions(
            Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit) {
        return engine.answer(now -> books.page(customer, after, limit, now));
    }

    @Override
    public final ChangePreview previewChange(SubscriptionChange change) {
        return engine.answer(now -> parts.portChanges.preview(change, now));
    }

    @Override
    public final ChangeResult changeSubscription(SubscriptionChange change, String idempotencyKey) {
        return engine.answer(now -> first.once(
                idempotencyKey, change, ChangeResult.class, () -> parts.portChanges.change(change, host, now)));
    }

    @Override
    public final ChangeResult cancelSubscription(SubscriptionId id, Timing when, String idempotencyKey) {
        return engine.answer(now -> first.once(
                idempotencyKey,
                List.of("cancel", id, when),
                ChangeResult.class,
                () -> parts.portChanges.cancel(id, when, now)));
    }

    @Override
    public final ChangeResult resumeSubscription(SubscriptionId id, String idempotencyKey) {
        return engine.answer(now -> first.once(
                idempotencyKey, List.of("resume", id), ChangeResult.class, () -> parts.portChanges.resume(id, now)));
    }

    @Override
    public final ChangeResult giveUpPlannedChange(SubscriptionId id, String idempotencyKey) {
        return engine.answer(now -> first.once(
                idempotencyKey,
                List.of("giveUp", id),
                ChangeResult.class,
                () -> parts.portChanges.giveUpPlanned(id, now)));
    }

    @Override
    public final ChangeResult restorePlannedChange(SubscriptionId id, String idempotencyKey) {
        return engine.answer(now -> first.once(
                idempotencyKey,
                List.of("restore", id),
                ChangeResult.class,
                () -> parts.portChanges.restorePlanned(id, now)));
    }

    @Override
    public final Optional<PlannedChange> plannedChange(SubscriptionId id) {
        return engine.answer(now -> parts.portChanges.planned(id));
    }

    @Override
    public final InvoicePage listInvoices(CustomerId customer, Optional<InvoiceId> after, int limit) {
        return engine.answer(
                now -> books.requireCustomerEvenDeleted(customer).invoices().page(after, limit, host));
    }

    @Override
    public final PaymentDetails paymentDetails(CustomerId customer, Optional<SubscriptionId> subscription) {
        return engine.answer(now -> {
            SandboxCustomer payer = books.requireCustomer(customer);
            return new PaymentDetails(
                    payer.hasCard() ? Optional.of(payer.debited() ? DEBIT : CARD) : Optional.empty(),
                    payer.email(),
                    subscription
                            .flatMap(books::subscription)
                            .flatMap(one -> one.discount().at(now)));
        });
    }

    @Override
    public final void changeBillingEmail(CustomerId customer, EmailAddress email) {
        engine.answer(now -> {
            books.requireCustomer(customer).mailTo(email);
            return now;
        });
    }

    @Override
    public final List<PromotionCode> findPromotionCodes(String code) {
        return engine.answer(now -> parts.promotions.find(code, now));
    }

    @Override
    public final EventReader eventReader() {
        return new SandboxEventReader(parts.events);
    }
}
