package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.CheckoutStandIn;
import dev.missioncontrol.billing.http.pages.PortalStandIn;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import dev.missioncontrol.billing.sandbox.HostedPortal;
import dev.missioncontrol.billing.sandbox.HostedSubscription;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Stand-ins for the provider's hosted pages, in the sandbox only: a session's id is the right to act, as at Stripe. */
final class SandboxRoutes {
    private final SandboxPaymentProvider sandbox;
    private final PlanCatalog catalog;
    private final String csrf;
    private final Optional<URI> home;

    /** @param home the billing page of the one application that is served; absent where any can be */
    SandboxRoutes(SandboxPaymentProvider sandbox, PlanCatalog catalog, String csrf, Optional<URI> home) {
        this.sandbox = sandbox;
        this.catalog = catalog;
        this.csrf = csrf;
        this.home = home;
    }

    void register(RoutesConfig routes) {
        routes.get("/sandbox/checkout/{id}", ctx -> checkout(ctx, Optional.empty()));
        routes.post("/sandbox/checkout/{id}/{action}", this::actOnCheckout);
        routes.get("/sandbox/portal/{id}", ctx -> portal(ctx, Optional.empty(), Optional.empty()));
        routes.post("/sandbox/portal/{id}/{action}", this::actOnPortal);
        new SandboxInvoiceRoutes(sandbox, csrf, home).register(routes);
    }

    private HostedCheckout session(Context ctx) {
        return id(ctx.pathParam("id")).flatMap(sandbox::session).orElseThrow(SandboxRoutes::unknown);
    }

    private static Optional<CheckoutSessionId> id(String text) {
        try {
            return Optional.of(new CheckoutSessionId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Problem unknown() {
        return new Problem(
                404, "not_found", "There is no such page in this sandbox: it forgets everything when it is restarted.");
    }

    private void checkout(Context ctx, Optional<String> error) {
        HostedCheckout session = session(ctx);
        var firstCharge = sandbox.clock().instant().plus(Duration.ofDays(session.trialDays()));
        ctx.html(CheckoutStandIn.render(new CheckoutStandIn.View(
                session.id().value(),
                CheckoutStandIn.State.valueOf(session.state().name()),
                session.tenant().value(),
                session.planName(),
                session.interval(),
                (int) session.quantity(),
                unit(session),
                session.trialDays(),
                firstCharge,
                error,
                session.cancelUrl().toString(),
                csrf,
                Locale.US)));
    }

    private static Money unit(HostedCheckout session) {
        return new Money(
                session.amount().minorUnits() / session.quantity(),
                session.amount().currency());
    }

    private void actOnCheckout(Context ctx) {
        requireToken(ctx);
        HostedCheckout session = session(ctx);
        try {
            switch (ctx.pathParam("action")) {
                case "pay" -> {
                    sandbox.pay(session.id());
                    back(ctx, session);
                }
                case "later" -> {
                    sandbox.payLater(session.id());
                    back(ctx, session);
                }
                case "later-and-wait" -> {
                    sandbox.payLater(session.id(), ProviderStatus.INCOMPLETE);
                    back(ctx, session);
                }
                case "no-card" -> {
                    sandbox.startTrialWithoutCard(session.id());
                    back(ctx, session);
                }
                case "bank" -> {
                    sandbox.beginPayment(session.id());
                    checkout(ctx, Optional.of("Your bank asks you to confirm the payment. Pay to confirm it."));
                }
                case "decline" -> {
                    sandbox.payWithDecliningCard(session.id());
                    checkout(ctx, Optional.of("Your card was declined. You have not been charged; try another card."));
                }
                case "leave" -> ctx.redirect(session.cancelUrl().toString(), HttpStatus.SEE_OTHER);
                default -> throw unknown();
            }
        } catch (ProviderException | IllegalStateException e) {
            checkout(ctx, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static void back(Context ctx, HostedCheckout session) {
        String back = session.successUrl()
                .replace("{CHECKOUT_SESSION_ID}", session.id().value());
        ctx.redirect(back, HttpStatus.SEE_OTHER);
    }

    private HostedPortal portalOf(Context ctx) {
        return sandbox.portal(ctx.pathParam("id")).orElseThrow(SandboxRoutes::unknown);
    }

    private Optional<HostedSubscription> subscription(HostedPortal portal) {
        List<HostedSubscription> all = sandbox.subscriptionsOf(portal.customer());
        return portal.subscription()
                .flatMap(sandbox::subscription)
                .or(() -> all.stream().max(Comparator.comparing(HostedSubscription::id)));
    }

    private void portal(Context ctx, Optional<String> message, Optional<String> error) {
        HostedPortal portal = portalOf(ctx);
        ctx.html(PortalStandIn.render(new PortalStandIn.View(
                portal.id(),
                portal.customer().value(),
                subscription(portal).map(this::shown),
                catalog.sold(),
                sandbox.nextPaymentFails(portal.customer()),
                sandbox.clock().instant(),
                message,
                error,
                portal.returnUrl().toString(),
                csrf,
                Locale.US)));
    }

    private PortalStandIn.Subscription shown(HostedSubscription one) {
        String key = catalog.planOf(one.price()).map(Plan::key).orElse("");
        return new PortalStandIn.Subscription(
                one.id().value(),
                key,
                one.planName(),
                one.status().word(),
                one.interval(),
                (int) one.quantity(),
                one.amount(),
                one.periodEnd(),
                one.cancelAt(),
                one.trialEnd(),
                paymentOnItsWay(one));
    }

    private boolean paymentOnItsWay(HostedSubscription one) {
        return one.latestInvoice()
                .flatMap(sandbox.backOffice()::invoice)
                .filter(newest -> newest.state() == Invoice.State.OPEN)
                .filter(newest -> newest.attempt() == HostedInvoice.Attempt.ON_ITS_WAY)
                .isPresent();
    }

    private void actOnPortal(Context ctx) {
        requireToken(ctx);
        HostedPortal portal = portalOf(ctx);
        Optional<String> error = Optional.empty();
        try {
            act(ctx, portal);
        } catch (ProviderException
                | IllegalStateException
                | IllegalArgumentException
                | DateTimeException
                | ArithmeticException e) {
            error = Optional.of(String.valueOf(e.getMessage()));
        }
        portal(ctx, error.isPresent() ? Optional.empty() : Optional.of("Done."), error);
    }

    private void act(Context ctx, HostedPortal portal) {
        String action = ctx.pathParam("action");
        if (action.equals("advance")) {
            advance(Optional.ofNullable(ctx.formParam("by")).orElse("P1D"));
            return;
        }
        SubscriptionId id =
                subscription(portal).orElseThrow(SandboxRoutes::unknown).id();
        switch (action) {
            case "cancel" ->
                sandbox.cancelAtPeriodEnd(
                        id, "flexible".equals(ctx.formParam("shape")) ? CancelShape.FLEXIBLE : CancelShape.CLASSIC);
            case "cancel-now" -> sandbox.cancelNow(id);
            case "resume" -> resume(id);
            case "pause" -> sandbox.pause(id);
            case "settle" -> sandbox.settleDelayedPayment(id, true);
            case "fail-settling" -> sandbox.settleDelayedPayment(id, false);
            case "change" -> change(ctx, id);
            case "fail-next" -> sandbox.declinePayments(portal.customer());
            case "pay" -> {
                sandbox.acceptPayments(portal.customer());
                if (sandbox.subscription(id)
                        .filter(one -> one.owed().isPresent())
                        .isPresent()) sandbox.payOpenInvoice(id);
            }
            default -> throw unknown();
        }
    }

    private void resume(SubscriptionId id) {
        boolean paused = sandbox.subscription(id)
                .filter(one -> one.status() == ProviderStatus.PAUSED)
                .isPresent();
        if (paused) sandbox.resumePaused(id);
        else sandbox.resume(id);
    }

    private void change(Context ctx, SubscriptionId id) {
        Plan plan = catalog.named(Optional.ofNullable(ctx.formParam("plan")).orElse(""))
                .orElseThrow(SandboxRoutes::unknown);
        BillingInterval interval = BillingInterval.of(
                        Optional.ofNullable(ctx.formParam("interval")).orElse("month"))
                .orElseThrow(SandboxRoutes::unknown);
        var price = plan.price(interval)
                .orElseThrow(() ->
                        new IllegalArgumentException(plan.name() + " is not sold by the " + interval.word() + "."));
        long seats = Long.parseLong(Optional.ofNullable(ctx.formParam("seats")).orElse("1"));
        sandbox.changePrice(id, price.id(), plan.seats().clamp(seats));
    }

    private void advance(String by) {
        var now = sandbox.clock().instant();
        var then = now.atZone(ZoneOffset.UTC).plus(Period.parse(by)).toInstant();
        sandbox.advance(Duration.between(now, then));
    }

    private void requireToken(Context ctx) {
        BodyType.FORM.require(ctx);
        FormToken.require(ctx, csrf);
    }
}
