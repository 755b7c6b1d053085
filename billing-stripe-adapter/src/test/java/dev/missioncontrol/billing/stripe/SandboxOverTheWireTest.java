package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxOverTheWireTest {
    private static final BillingMetadata ACME =
            new BillingMetadata(Optional.of("acme"), Optional.empty(), Optional.of("att_1"));

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(Read.NOW);
    private final List<ProviderEvent> sent = new ArrayList<>();

    /** A life from purchase to deletion, in both of Stripe's shapes of cancelling. */
    @Test
    void everything_that_the_sandbox_says_arrives_as_it_was_said() {
        sandbox.sell(DefaultCatalog.withPlaceholderPrices());
        sandbox.onEvent(sent::add);
        CustomerId customer = sandbox.createCustomer(
                new CustomerRequest(new TenantId("acme"), Optional.empty(), Optional.empty(), ACME), "k1");
        SubscriptionId subscription = sandbox.pay(checkout(customer, "k2"));
        sandbox.cancelAtPeriodEnd(subscription, CancelShape.values()[0]);
        sandbox.resume(subscription);
        sandbox.declineNextPayment(customer);
        sandbox.advance(Duration.ofDays(31));
        sandbox.payOpenInvoice(subscription);
        sandbox.cancelAtPeriodEnd(subscription, CancelShape.values()[CancelShape.values().length - 1]);
        sandbox.advance(Duration.ofDays(40));
        sandbox.leave(checkout(customer, "k3"));
        sandbox.deleteCustomer(customer);

        StripeEventWriter writer = new StripeEventWriter(Read.SECRET);
        assertThat(sent)
                .extracting(ProviderEvent::type)
                .contains("customer.subscription.deleted", "invoice.payment_failed");
        for (ProviderEvent event : sent) {
            SignedEvent wire = writer.write(event, Read.NOW);
            Reading reading = Read.READER.read(wire.body(), Optional.of(wire.signatureHeader()));
            ProviderEvent arrived = ((Reading.Event) reading).event();
            assertThat(arrived.content()).as(event.type()).isEqualTo(event.content());
            assertThat(arrived.created()).isEqualTo(event.created());
            assertThat(arrived.id()).isEqualTo(event.id());
        }
    }

    private CheckoutSessionId checkout(CustomerId customer, String idempotencyKey) {
        String price = DefaultCatalog.SLOTS.stream()
                .filter(slot -> slot.plan().equals("team") && slot.interval() == BillingInterval.MONTH)
                .findFirst()
                .orElseThrow()
                .placeholderPrice();
        CheckoutSessionRequest request = new CheckoutSessionRequest(
                new TenantId("acme"),
                customer,
                new PriceId(price),
                5,
                "https://app.example/billing",
                URI.create("https://app.example/billing"),
                ACME,
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        return sandbox.createCheckoutSession(request, idempotencyKey).id();
    }
}
