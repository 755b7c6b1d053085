package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.CustomerPairs;
import dev.missioncontrol.billing.usecase.EraseTenant;
import dev.missioncontrol.billing.usecase.ImportCustomers;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.OperatorsWord;
import dev.missioncontrol.billing.usecase.Reconcile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators type at the server, a host does in code. */
class OperatorsInAHostTest {
    private final TenantId acme = new TenantId("acme");
    private final TenantId globex = new TenantId("globex");
    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(stripe)
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .build();

    @Test
    void customers_are_imported_sides_compared_and_a_tenant_erased() {
        stripe.deliverTo(billing);
        CustomerId customer = stripe.createCustomer(
                new CustomerRequest(acme, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "before-us");
        stripe.pay(billing.startCheckout(globex, Checkout.of("team").seats(5)));
        Stream<String> lines = Stream.of("tenant,customer", "acme," + customer);
        List<Reconcile.Finding> findings = new ArrayList<>();

        // shown in docs/embedding.md
        Consumer<Duration> pause = time -> LockSupport.parkNanos(time.toNanos());
        Operations operations = billing.operations();

        var imported = operations.importCustomers(
                CustomerPairs.of(lines), ImportCustomers.Request.toBind(), pair -> {}, pause);
        operations.reconcile(Reconcile.Request.toMend(), findings::add, pause);
        var asked = EraseTenant.Request.because("asked to").endingSubscription().deletingCustomer();
        var erased = operations.eraseTenant(globex, asked, pause);
        // end

        stripe.pay(billing.startCheckout(acme, Checkout.of("pro")));
        // shown in docs/embedding.md
        var ended = operations.endNow(acme, new OperatorsWord("anna", "charged back"), pause);
        // end

        assertThat(ended.ended()).hasSize(1);
        assertThat(billing.status(acme).plan()).isEqualTo("free");
        assertThat(imported).isEqualTo(new ImportCustomers.Result.Imported(1, 0, 0, 0));
        assertThat(findings).isEmpty();
        assertThat(erased).isEqualTo(new EraseTenant.Result.Erased(false));
        assertThat(billing.status(globex).plan()).isEqualTo("free");
    }
}
