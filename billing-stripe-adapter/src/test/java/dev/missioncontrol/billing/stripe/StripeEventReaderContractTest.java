package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.EventReaderContract;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The reader of Stripe's events keeps what the kit asks of any. */
class StripeEventReaderContractTest extends EventReaderContract {
    private static final String SECRET = "whsec_contract";
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @Override
    protected EventReader reader() {
        return StripeEventReader.signedBy(List.of(SECRET), InstantSource.fixed(NOW));
    }

    @Override
    protected byte[] bought() {
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(NOW);
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .build();
        List<ProviderEvent> events = new ArrayList<>();
        sandbox.onEvent(events::add);
        sandbox.pay(
                billing.startCheckout(new TenantId("acme"), Checkout.of("team").seats(3)));
        return events.stream()
                .filter(StripeEventReaderContractTest::saysThatItIsActive)
                .map(StripeEventWriter::body)
                .findFirst()
                .orElseThrow();
    }

    private static boolean saysThatItIsActive(ProviderEvent event) {
        return event.content() instanceof EventContent.OfSubscription of
                && of.snapshot().status().equals("active");
    }

    @Override
    protected String signed(byte[] body) {
        return new StripeEventWriter(SECRET).sign(body, NOW).signatureHeader();
    }
}
