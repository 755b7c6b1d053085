package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.EraseTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** All that a node does with its store in some days: selling, renewing, its recurring jobs, and what operators ask of it. */
final class WorkingNode {
    private static final TenantId ACME = new TenantId("acme");
    private static final int DAYS = 40;

    private WorkingNode() {}

    static void on(DataSource source) {
        SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.now());
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .clock(stripe.clock())
                .rememberStatuses(100)
                .onEvent(event -> {})
                .build();
        stripe.deliverTo(billing);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        billing.pushSeats(ACME, 7);
        billing.runDue();
        stripe.advance(Duration.ofDays(DAYS));
        billing.runDue();
        billing.status(ACME);
        billing.history(ACME, OptionalLong.empty());
        billing.openMatters(ACME);
        billing.operations().publishedEvents(0, 100);
        billing.operations().verifyAudit(Optional.empty(), fault -> {});
        billing.operations().exportTenant(ACME, row -> {});
        billing.operations()
                .eraseTenant(
                        ACME,
                        EraseTenant.Request.because("why").endingSubscription().deletingCustomer(),
                        pause -> {});
        billing.runDue();
    }
}
