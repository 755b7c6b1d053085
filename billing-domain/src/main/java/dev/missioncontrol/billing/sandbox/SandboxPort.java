package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import java.net.URI;
import java.util.Optional;

/** The half of the sandbox that an application calls; {@link SandboxPaymentProvider} adds what people do. */
abstract sealed class SandboxPort implements PaymentProvider permits SandboxPaymentProvider {
    final SandboxParts parts;
    final SandboxEngine engine;
    final SandboxBooks books;
    private final SandboxIdempotency first = new SandboxIdempotency();
    private volatile URI host = SandboxPaymentProvider.NOWHERE;

    SandboxPort(SandboxParts parts) {
        this.parts = parts;
        engine = parts.engine;
        books = parts.books;
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
                .<FetchedSubscription>map(
                        found -> new FetchedSubscription.Found(found.snapshot().withArrears(found.arrears()), now))
                .orElseGet(() -> new FetchedSubscription.Unaskable("the sandbox did not make " + id)));
    }

    @Override
    public final SubscriptionPage listSubscriptions(
            Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit) {
        return engine.answer(now -> books.page(customer, after, limit, now));
    }

    @Override
    public final EventReader eventReader() {
        return new SandboxEventReader(parts.events);
    }
}
