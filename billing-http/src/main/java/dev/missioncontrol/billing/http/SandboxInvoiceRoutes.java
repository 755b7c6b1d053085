package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.InvoiceStandIn;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import dev.missioncontrol.billing.sandbox.HostedSubscription;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The stand-in for the provider's page of an invoice. As at Stripe its address is the right to see and pay it; but here ids
 * count up and every page has the token of its form, so that whoever reaches the sandbox sees and pays all invoices.
 */
final class SandboxInvoiceRoutes {
    private static final String DECLINED = "Your card was declined. You have not been charged; try another card.";

    private final SandboxPaymentProvider sandbox;
    private final String csrf;
    private final Optional<URI> home;

    SandboxInvoiceRoutes(SandboxPaymentProvider sandbox, String csrf, Optional<URI> home) {
        this.sandbox = sandbox;
        this.csrf = csrf;
        this.home = home;
    }

    void register(RoutesConfig routes) {
        routes.get("/sandbox/invoice/{id}", ctx -> show(ctx, Optional.empty()));
        routes.post("/sandbox/invoice/{id}/{action}", this::act);
    }

    private HostedInvoice invoice(Context ctx) {
        InvoiceId id;
        try {
            id = new InvoiceId(ctx.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw SandboxRoutes.unknown();
        }
        return sandbox.backOffice().invoice(id).orElseThrow(SandboxRoutes::unknown);
    }

    private void show(Context ctx, Optional<String> error) {
        HostedInvoice invoice = invoice(ctx);
        ctx.html(InvoiceStandIn.render(
                new InvoiceStandIn.View(invoice, due(invoice), error, back(invoice), csrf, Locale.US)));
    }

    /** What a payment comes to: all that the subscription owes, but where a change waits for this one. */
    private Money due(HostedInvoice invoice) {
        Optional<HostedSubscription> billed = sandbox.subscription(invoice.subscription())
                .filter(one -> !one.status().terminal())
                .filter(one -> one.waiting()
                        .filter(change -> change.invoice().equals(invoice.id()))
                        .isEmpty());
        return billed.flatMap(HostedSubscription::owed).orElse(invoice.total());
    }

    /** To the application; where any can be served, to where the customer's last checkout would have led back to. */
    private Optional<String> back(HostedInvoice invoice) {
        return home.or(() -> sandbox.backOffice().sessions().stream()
                        .filter(session -> session.customer().equals(invoice.customer()))
                        .findFirst()
                        .map(HostedCheckout::cancelUrl))
                .map(URI::toString);
    }

    private void act(Context ctx) {
        BodyType.FORM.require(ctx);
        FormToken.require(ctx, csrf);
        HostedInvoice invoice = invoice(ctx);
        try {
            switch (ctx.pathParam("action")) {
                case "pay" -> sandbox.payInvoice(invoice.id(), true);
                case "decline" -> sandbox.payInvoice(invoice.id(), false);
                case "settle" -> sandbox.settleDelayedPayment(invoice.subscription(), true);
                case "fail-settling" -> sandbox.settleDelayedPayment(invoice.subscription(), false);
                default -> throw SandboxRoutes.unknown();
            }
        } catch (ProviderException e) {
            boolean declined = e.kind() == ProviderException.Kind.DECLINED;
            show(ctx, Optional.of(declined ? DECLINED : String.valueOf(e.getMessage())));
            return;
        }
        ctx.redirect("/sandbox/invoice/" + invoice.id(), HttpStatus.SEE_OTHER);
    }
}
