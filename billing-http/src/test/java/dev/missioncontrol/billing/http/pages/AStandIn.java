package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Views of the sandbox's pages. */
final class AStandIn {
    private AStandIn() {}

    static CheckoutStandIn.View checkout(CheckoutStandIn.State state, int trialDays, String words) {
        return new CheckoutStandIn.View(
                "cs_1",
                state,
                words + "Acme Inc.",
                words + "Team",
                BillingInterval.YEAR,
                5,
                new Money(15_000, "usd"),
                trialDays,
                APage.PERIOD_END,
                words.isEmpty() ? Optional.empty() : Optional.of(words),
                "/billing",
                "token-1",
                Locale.UK);
    }

    static InvoiceStandIn.View invoice(Invoice.State state, HostedInvoice.Attempt attempt, String words) {
        Money total = new Money(75_000, "usd");
        return new InvoiceStandIn.View(
                new HostedInvoice(
                        new InvoiceId("in_1"),
                        words + "IN_1",
                        new SubscriptionId("sub_1"),
                        new CustomerId("cus_1"),
                        total,
                        List.of(new HostedInvoice.Line(
                                words + "5 × Team",
                                total,
                                false,
                                new PriceId("price_1"),
                                5,
                                APage.NOW,
                                APage.PERIOD_END)),
                        APage.NOW,
                        true,
                        state,
                        attempt,
                        state == Invoice.State.OPEN ? Optional.empty() : Optional.of(APage.PERIOD_END),
                        Optional.empty(),
                        URI.create("https://pay.example/sandbox/invoice/in_1")),
                total,
                words.isEmpty() ? Optional.empty() : Optional.of(words),
                Optional.of("/billing"),
                "token-1",
                Locale.UK);
    }

    static PortalStandIn.View portal(String status, Optional<Instant> cancelAt, String words) {
        return portal(status, cancelAt, words, false);
    }

    static PortalStandIn.View portal(
            String status, Optional<Instant> cancelAt, String words, boolean nextPaymentFails) {
        return portal(status, cancelAt, words, nextPaymentFails, false);
    }

    static PortalStandIn.View portal(
            String status,
            Optional<Instant> cancelAt,
            String words,
            boolean nextPaymentFails,
            boolean paymentOnItsWay) {
        return new PortalStandIn.View(
                "bps_1",
                words + "Acme Inc.",
                Optional.of(new PortalStandIn.Subscription(
                        "sub_1",
                        "team",
                        words + "Team",
                        status,
                        BillingInterval.YEAR,
                        5,
                        new Money(75_000, "usd"),
                        APage.PERIOD_END,
                        cancelAt,
                        Optional.empty(),
                        paymentOnItsWay)),
                DefaultCatalog.withPlaceholderPrices().plans(),
                nextPaymentFails,
                APage.NOW,
                words.isEmpty() ? Optional.empty() : Optional.of(words),
                words.isEmpty() ? Optional.empty() : Optional.of(words),
                "/billing",
                "token-1",
                Locale.UK);
    }
}
