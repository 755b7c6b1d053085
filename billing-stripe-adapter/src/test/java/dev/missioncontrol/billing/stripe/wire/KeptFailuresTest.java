package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.PushSeats;
import dev.missioncontrol.billing.usecase.Redirect;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stripe keeps a failure of its own under the key of the call, and says it again for a day: nobody waits so long. */
class KeptFailuresTest {
    private static final TenantId ACME = new TenantId("acme");

    private final WireShop shop = new WireShop();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(StripePaymentProvider.withKey(WireShop.KEY)
                    .apiBase(shop.base())
                    .connectTimeout(WireShop.PATIENCE)
                    .readTimeout(WireShop.PATIENCE)
                    .maxNetworkRetries(0)
                    .build())
            .store(new InMemoryBillingStore())
            .clock(shop.sandbox.clock())
            .build();

    @AfterEach
    void close() {
        shop.close();
    }

    private Redirect press() {
        return billing.startCheckout(ACME, Checkout.of("team").seats(3));
    }

    private void pressAndFail() {
        assertThatThrownBy(this::press)
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void a_customer_is_made_under_another_key() {
        shop.wire.faults().answer("POST /v1/customers", 500, 1);
        pressAndFail();

        assertThat(press()).isInstanceOf(Redirect.To.class);
        assertThat(shop.sandbox.backOffice().customers()).hasSize(1);
    }

    @Test
    void a_page_is_made_under_another_key() {
        shop.wire.faults().answer("POST /v1/checkout/sessions", 500, 1);
        pressAndFail();

        assertThat(press()).isInstanceOf(Redirect.To.class);
        assertThat(shop.sandbox.backOffice().sessions()).hasSize(1);
    }

    @Test
    void seats_that_were_pushed_are_made_under_another_key_and_once() {
        shop.sandbox.deliverTo(billing);
        shop.sandbox.pay(press());
        int before = shop.sandbox.backOffice().invoices().size();
        shop.wire.faults().answer("POST /v1/subscriptions/", 500, 2);
        billing.pushSeats(ACME, 7);

        shop.sandbox.advance(PushSeats.SETTLES);
        for (int tries = 0; tries < 4; tries++) {
            billing.runDue();
            shop.sandbox.advance(Duration.ofMinutes(1));
        }

        assertThat(billing.status(ACME).seats()).isEqualTo(7);
        assertThat(shop.sandbox.backOffice().invoices()).hasSize(before + 1);
    }
}
