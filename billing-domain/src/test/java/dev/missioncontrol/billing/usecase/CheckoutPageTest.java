package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the page is made with on which a tenant pays. */
class CheckoutPageTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));

    private HostedCheckout page(String returnTo) {
        Redirect page = CheckoutHealsTest.builder(stripe, new InMemoryBillingStore(), stripe)
                .returnTo(URI.create(returnTo))
                .build()
                .startCheckout(ACME, Checkout.of("archon").yearly().seats(4));
        return stripe.session(((Redirect.To) page).session().orElseThrow()).orElseThrow();
    }

    @Test
    void the_buyer_comes_back_to_the_hosts_page_with_all_that_its_address_had() {
        HostedCheckout plain = page("https://app.example/billing");
        assertThat(plain.successUrl())
                .isEqualTo("https://app.example/billing?checkout=success&session_id=" + plain.id());
        assertThat(plain.cancelUrl()).isEqualTo(URI.create("https://app.example/billing?checkout=cancel"));

        HostedCheckout asked = page("https://app.example/account?tab=billing");
        assertThat(asked.successUrl())
                .isEqualTo("https://app.example/account?tab=billing&checkout=success&session_id=" + asked.id());
        assertThat(asked.cancelUrl()).isEqualTo(URI.create("https://app.example/account?tab=billing&checkout=cancel"));
    }

    @Test
    void what_the_buyer_comes_from_is_told_before_a_fragment_in_which_nobody_looks_for_it() {
        HostedCheckout plain = page("https://app.example/#/billing?tab=1");
        assertThat(plain.successUrl())
                .isEqualTo("https://app.example/?checkout=success&session_id=" + plain.id() + "#/billing?tab=1");
        assertThat(plain.cancelUrl()).isEqualTo(URI.create("https://app.example/?checkout=cancel#/billing?tab=1"));

        HostedCheckout asked = page("https://app.example/app?v=2#billing");
        assertThat(asked.cancelUrl()).isEqualTo(URI.create("https://app.example/app?v=2&checkout=cancel#billing"));
        assertThat(new ReturnPage(URI.create("https://app.example/#/billing")).told("portal=return"))
                .isEqualTo("https://app.example/?portal=return#/billing");
    }
}
