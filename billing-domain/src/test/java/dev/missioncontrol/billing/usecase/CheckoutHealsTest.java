package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A tenant whose customer the provider no longer has can buy all the same. */
class CheckoutHealsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(stripe)
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .build();

    @Test
    void a_customer_that_is_gone_is_replaced_within_one_checkout() {
        billing.startCheckout(ACME, Checkout.of("pro"));
        CustomerId gone = stripe.customerOf(ACME).orElseThrow();
        stripe.deleteCustomer(gone);
        Redirect page = billing.startCheckout(ACME, Checkout.of("team").seats(3));
        assertThat(page).isInstanceOf(Redirect.To.class);
        assertThat(stripe.customerOf(ACME)).isPresent().get().isNotEqualTo(gone);
        stripe.pay(page);
        billing.sync(ACME);
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
    }

    @Test
    void a_portal_never_makes_a_customer() {
        billing.startCheckout(ACME, Checkout.of("pro"));
        stripe.deleteCustomer(stripe.customerOf(ACME).orElseThrow());
        assertThatThrownBy(() -> billing.openPortal(ACME))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.NOT_FOUND));
        assertThat(stripe.customerOf(ACME)).isEmpty();
    }
}
