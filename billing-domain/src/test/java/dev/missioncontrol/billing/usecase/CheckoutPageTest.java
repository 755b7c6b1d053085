package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page is made with on which a tenant pays. */
class CheckoutPageTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private final List<URI> portals = new ArrayList<>();

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
    void each_tenant_comes_back_to_the_page_that_the_host_names_for_it_and_an_open_checkout_keeps_its_own() {
        Map<TenantId, URI> hosts = new HashMap<>();
        PaymentProvider heard = Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("createPortalSession")) portals.add(((PortalRequest) call.argument(0)).returnUrl());
            return call.proceed();
        });
        Billing billing = CheckoutHealsTest.builder(stripe, new InMemoryBillingStore(), heard)
                .returnTo(URI.create("https://app.example/billing"))
                .returnTo(hosts::get)
                .build();
        hosts.put(ACME, URI.create("https://acme.app.example/plan"));
        hosts.put(GLOBEX, URI.create("https://globex.app.example/plan"));

        assertThat(opened(billing, ACME).cancelUrl())
                .isEqualTo(URI.create("https://acme.app.example/plan?checkout=cancel"));
        assertThat(opened(billing, GLOBEX).cancelUrl())
                .isEqualTo(URI.create("https://globex.app.example/plan?checkout=cancel"));
        assertThat(portalReturns(billing, GLOBEX))
                .isEqualTo(URI.create("https://globex.app.example/plan?portal=return"));

        hosts.put(ACME, URI.create("https://new.app.example/plan"));
        assertThat(opened(billing, ACME).cancelUrl())
                .isEqualTo(URI.create("https://acme.app.example/plan?checkout=cancel"));
        assertThat(portalReturns(billing, ACME)).isEqualTo(URI.create("https://new.app.example/plan?portal=return"));
    }

    @Test
    void nothing_is_sold_to_who_could_not_come_back() {
        for (URI odd : new URI[] {URI.create("javascript:alert(1)"), URI.create("/billing"), null}) {
            Billing billing = CheckoutHealsTest.builder(stripe, new InMemoryBillingStore(), stripe)
                    .returnTo(tenant -> odd)
                    .build();
            assertThatThrownBy(() -> billing.startCheckout(ACME, Checkout.of("pro")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("an address with http:// or https:// and a host");
            assertThat(stripe.customerOf(ACME)).isEmpty();
        }
    }

    private HostedCheckout opened(Billing billing, TenantId tenant) {
        Redirect.To page = (Redirect.To) billing.startCheckout(tenant, Checkout.of("pro"));
        return stripe.session(page.session().orElseThrow()).orElseThrow();
    }

    private URI portalReturns(Billing billing, TenantId tenant) {
        assertThat(billing.openPortal(tenant)).isInstanceOf(Redirect.To.class);
        return portals.get(portals.size() - 1);
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
