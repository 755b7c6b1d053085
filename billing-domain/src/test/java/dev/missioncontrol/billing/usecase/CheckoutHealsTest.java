package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.HostedCustomer;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant whose customer the provider no longer has can buy all the same. */
class CheckoutHealsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final List<RuntimeException> trouble = new ArrayList<>();
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

    /** The provider, that somebody else is faster than: while it makes a customer, this happens. */
    private PaymentProvider overtaken(Runnable meanwhile, boolean deletes) {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    if (!deletes && method.getName().equals("deleteCustomer"))
                        throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "in a test");
                    Object answer = asked(method, arguments);
                    if (method.getName().equals("createCustomer")) meanwhile.run();
                    return answer;
                });
    }

    private Object asked(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(stripe, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_customer_that_was_made_beside_one_that_was_bound_meanwhile_is_deleted_if_it_can_be(boolean deletes) {
        InMemoryBillingStore store = new InMemoryBillingStore();
        CustomerId theirs = stripe.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "theirs");
        Billing operator = on(store, stripe);

        Redirect page = on(store, overtaken(() -> operator.bind(ACME, theirs), deletes))
                .startCheckout(ACME, Checkout.of("pro").email("jane@example.org"));

        assertThat(page).isInstanceOf(Redirect.To.class);
        assertThat(stripe.backOffice().customers())
                .filteredOn(customer -> !customer.deleted())
                .extracting(HostedCustomer::id)
                .hasSize(deletes ? 1 : 2)
                .contains(theirs);
    }

    @Test
    void one_that_could_not_be_deleted_is_told_by_its_id_to_who_operates_this() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        CustomerId theirs = stripe.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "theirs");
        Billing operator = on(store, stripe);

        on(store, overtaken(() -> operator.bind(ACME, theirs), false)).startCheckout(ACME, Checkout.of("pro"));

        CustomerId stays = stripe.backOffice().customers().stream()
                .map(HostedCustomer::id)
                .filter(id -> !id.equals(theirs))
                .findFirst()
                .orElseThrow();
        assertThatWhoOperatesThisIsToldOf(stays);
    }

    private void assertThatWhoOperatesThisIsToldOf(CustomerId stays) {
        assertThat(trouble)
                .singleElement()
                .extracting(RuntimeException::getMessage)
                .asString()
                .contains(stays.value());
    }

    @Test
    void one_that_was_made_while_its_tenant_was_erased_is_told_as_well_and_nobody_buys() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        Billing operator = on(store, stripe);
        EraseTenant.Request erase = new EraseTenant.Request("ticket 12", false, false, true);
        Runnable meanwhile = () -> operator.operations().eraseTenant(ACME, erase, OperatedShop::noPause);

        Redirect page = on(store, overtaken(meanwhile, false)).startCheckout(ACME, Checkout.of("pro"));

        assertThat(page)
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        rejected -> assertThat(rejected.rejection().code()).isEqualTo(Rejection.Code.TENANT_DELETED));
        assertThatWhoOperatesThisIsToldOf(stripe.customerOf(ACME).orElseThrow());
    }

    /** Two begin to buy at once with one customer; before the second has bound it, the first does this and an operator binds another. */
    private void besides(Consumer<Redirect> first) {
        InMemoryBillingStore store = new InMemoryBillingStore();
        CustomerId theirs = stripe.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "theirs");
        Billing other = on(store, stripe);
        Runnable meanwhile = () -> {
            first.accept(other.startCheckout(ACME, Checkout.of("pro")));
            other.bind(ACME, theirs);
        };
        on(store, overtaken(meanwhile, true)).startCheckout(ACME, Checkout.of("pro"));
        CustomerId stays = stripe.backOffice().customers().stream()
                .map(HostedCustomer::id)
                .filter(id -> !id.equals(theirs))
                .findFirst()
                .orElseThrow();
        assertThatWhoOperatesThisIsToldOf(stays);
    }

    @Test
    void what_was_just_paid_for_is_not_ended_with_the_customer_that_another_took_the_place_of() {
        SubscriptionId[] paid = new SubscriptionId[1];
        besides(page -> {
            paid[0] = stripe.pay(page);
            // Long enough for the page to be over: what it sold is known at the provider alone.
            stripe.advance(Duration.ofDays(3));
        });
        assertThat(stripe.subscription(paid[0]).orElseThrow().status()).isEqualTo(ProviderStatus.ACTIVE);
    }

    @Test
    void a_page_that_may_be_paid_is_not_ended_with_the_customer_that_another_took_the_place_of() {
        CheckoutSessionId[] page = new CheckoutSessionId[1];
        besides(made -> page[0] = ((Redirect.To) made).session().orElseThrow());
        assertThat(stripe.fetchCheckoutSession(page[0]).orElseThrow().state()).isEqualTo(CheckoutSession.State.OPEN);
    }

    private Billing on(InMemoryBillingStore store, PaymentProvider provider) {
        return builder(stripe, store, provider).onTrouble(trouble::add).build();
    }

    /** A node on this store, with this provider in the place of the sandbox whose clock it has. */
    static Billing on(SandboxPaymentProvider stripe, InMemoryBillingStore store, PaymentProvider provider) {
        return builder(stripe, store, provider).build();
    }

    private static BillingBuilder builder(
            SandboxPaymentProvider stripe, InMemoryBillingStore store, PaymentProvider provider) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(store)
                .clock(stripe.clock());
    }
}
