package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.HostedCustomer;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tenant whose customer the provider no longer has can buy all the same. */
class CheckoutHealsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final Billing billing = on(new InMemoryBillingStore(), stripe);

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

    /** The process is gone once the provider has made the page. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The provider, that its caller does not survive once it has done this. */
    private PaymentProvider deadly(String operation) {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    Object answer = method.invoke(stripe, arguments);
                    if (method.getName().equals(operation)) throw new Killed();
                    return answer;
                });
    }

    /** The provider, that failed under the first keys for a customer that it was given, and says so again for each of them. */
    private PaymentProvider failingUnder(int keys) {
        Set<String> failed = new HashSet<>();
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    boolean customer = method.getName().equals("createCustomer");
                    if (customer && (failed.contains(arguments[1]) || failed.size() < keys)) {
                        failed.add((String) arguments[1]);
                        throw new ProviderException(ProviderException.Kind.IDEMPOTENCY_CONFLICT, "failed before");
                    }
                    return method.invoke(stripe, arguments);
                });
    }

    @Test
    void a_customer_is_made_though_the_provider_failed_under_the_usual_keys() {
        Billing failing = on(new InMemoryBillingStore(), failingUnder(2));
        assertThat(failing.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.To.class);
    }

    @Test
    void a_failure_under_every_key_is_the_providers_and_the_next_minute_has_another_key() {
        Billing failing = on(new InMemoryBillingStore(), failingUnder(3));
        assertThatThrownBy(() -> failing.startCheckout(ACME, Checkout.of("pro")))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.UNAVAILABLE));
        stripe.advance(Duration.ofMinutes(1));
        assertThat(failing.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.To.class);
    }

    @Test
    void a_page_that_nobody_kept_is_made_anew_for_who_asks_in_another_language() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        Billing dies = on(store, deadly("createCheckoutSession"));
        assertThatThrownBy(() -> dies.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Killed.class);
        CustomerId customer = stripe.customerOf(ACME).orElseThrow();

        Billing again = on(store, stripe);
        Redirect page = again.startCheckout(ACME, Checkout.of("pro").locale("de"));

        assertThat(page).isInstanceOf(Redirect.To.class);
        assertThat(again.startCheckout(ACME, Checkout.of("pro").locale("de"))).isEqualTo(page);
        assertThat(stripe.customerOf(ACME)).contains(customer);
    }

    @Test
    void a_customer_that_nobody_bound_keeps_nobody_with_another_address_from_buying() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        Billing dies = on(store, deadly("createCustomer"));
        Checkout asked = Checkout.of("pro").email("one@example.org");
        assertThatThrownBy(() -> dies.startCheckout(ACME, asked)).isInstanceOf(Killed.class);

        Billing again = on(store, stripe);
        Redirect page = again.startCheckout(ACME, Checkout.of("pro").email("other@example.org"));

        assertThat(page).isInstanceOf(Redirect.To.class);
        assertThat(again.startCheckout(ACME, asked)).isEqualTo(page);
        stripe.pay(page);
        again.sync(ACME);
        assertThat(again.status(ACME).plan()).isEqualTo("pro");
    }

    /** The provider with a key of another account, whose prices have the same names: it has neither our customers nor our pages. */
    private PaymentProvider elsewhere() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "fetchCheckoutSession" -> Optional.empty();
                    case "customerDeleted" -> false;
                    case "createCheckoutSession", "expireCheckoutSession" ->
                        throw new ProviderException(ProviderException.Kind.NOT_FOUND, "404");
                    default -> method.invoke(stripe, arguments);
                });
    }

    @Test
    void a_customer_that_another_account_does_not_have_stays_who_it_is() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        Billing right = on(store, stripe);
        right.startCheckout(ACME, Checkout.of("pro"));
        CustomerId customer = stripe.customerOf(ACME).orElseThrow();

        Billing wrong = on(store, elsewhere());
        for (int i = 0; i < 2; i++)
            assertThatThrownBy(
                            () -> wrong.startCheckout(ACME, Checkout.of("team").seats(3)))
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.NOT_FOUND));

        assertThat(right.startCheckout(ACME, Checkout.of("team").seats(3))).isInstanceOf(Redirect.To.class);
        assertThat(stripe.backOffice().customers())
                .extracting(HostedCustomer::id)
                .containsExactly(customer);
    }

    private Billing on(InMemoryBillingStore store, PaymentProvider provider) {
        return on(stripe, store, provider);
    }

    /** A node on this store, with this provider in the place of the sandbox whose clock it has. */
    static Billing on(SandboxPaymentProvider stripe, InMemoryBillingStore store, PaymentProvider provider) {
        return builder(stripe, store, provider).build();
    }

    static BillingBuilder builder(SandboxPaymentProvider stripe, BillingStore store, PaymentProvider provider) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(store)
                .clock(stripe.clock());
    }
}
