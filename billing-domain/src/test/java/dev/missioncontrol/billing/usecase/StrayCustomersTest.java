package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.HostedCustomer;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer that was made at the provider while another became the tenant's, or the tenant was erased: deleted, or told. */
class StrayCustomersTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final List<RuntimeException> trouble = new ArrayList<>();

    private Billing on(BillingStore store, PaymentProvider provider) {
        return CheckoutHealsTest.builder(stripe, store, provider)
                .onTrouble(trouble::add)
                .build();
    }

    /** The provider, that somebody else is faster than: while it makes a customer, this happens. */
    private PaymentProvider overtaken(Runnable meanwhile, boolean deletes) {
        return Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (!deletes && call.is("deleteCustomer"))
                throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "in a test");
            Object answer = call.proceed();
            if (call.is("createCustomer")) meanwhile.run();
            return answer;
        });
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
        EraseTenant.Request erase = EraseTenant.Request.because("ticket 12");
        Runnable meanwhile = () -> operator.operations().eraseTenant(ACME, erase, OperatedShop::noPause);

        Redirect page = on(store, overtaken(meanwhile, false)).startCheckout(ACME, Checkout.of("pro"));

        assertThat(page)
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        rejected -> assertThat(rejected.rejection().code()).isEqualTo(Rejection.Code.TENANT_DELETED));
        assertThatWhoOperatesThisIsToldOf(stripe.customerOf(ACME).orElseThrow());
    }

    @Test
    void a_page_that_is_just_made_while_its_tenant_is_buried_can_not_be_paid() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        Billing operator = on(
                new InterceptedStore(store) {
                    @Override
                    Object meet(Intercepted.Call call) throws Throwable {
                        if (call.is("eraseHistory"))
                            throw new IllegalStateException("killed before its rows were removed");
                        return call.proceed();
                    }
                },
                stripe);
        EraseTenant.Request erase = EraseTenant.Request.because("ticket 12");
        PaymentProvider slow = Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("createCheckoutSession"))
                assertThatThrownBy(() -> operator.operations().eraseTenant(ACME, erase, OperatedShop::noPause))
                        .hasMessageContaining("killed");
            return call.proceed();
        });

        Redirect page = on(store, slow).startCheckout(ACME, Checkout.of("pro"));

        assertThat(page)
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        rejected -> assertThat(rejected.rejection().code()).isEqualTo(Rejection.Code.TENANT_DELETED));
        assertThat(stripe.backOffice().sessions())
                .hasSize(1)
                .allSatisfy(one -> assertThat(stripe.fetchCheckoutSession(one.id())
                                .orElseThrow()
                                .url())
                        .isEmpty());
    }

    /** Two begin to buy at once with one customer; before the second has bound it, the first does this and an operator binds another. */
    private void besides(Consumer<Redirect> first, Runnable beforeThePageOfTheSecond) {
        InMemoryBillingStore store = new InMemoryBillingStore();
        CustomerId theirs = stripe.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "theirs");
        Billing other = on(store, stripe);
        Runnable meanwhile = () -> {
            first.accept(other.startCheckout(ACME, Checkout.of("pro")));
            other.bind(ACME, theirs);
        };
        PaymentProvider overtaken = overtaken(meanwhile, true);
        on(store, Intercepted.port(PaymentProvider.class, overtaken, call -> {
                    if (call.is("createCheckoutSession")) beforeThePageOfTheSecond.run();
                    return call.proceed();
                }))
                .startCheckout(ACME, Checkout.of("pro"));
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
        besides(
                page -> {
                    paid[0] = stripe.pay(page);
                    // Long enough for the page to be over: what it sold is known at the provider alone.
                    stripe.advance(Duration.ofDays(3));
                },
                () -> {});
        assertThat(stripe.subscription(paid[0]).orElseThrow().status()).isEqualTo(ProviderStatus.ACTIVE);
    }

    @Test
    void a_page_that_may_be_paid_is_not_ended_with_the_customer_that_another_took_the_place_of() {
        CheckoutSessionId[] page = new CheckoutSessionId[1];
        List<CheckoutSession.State> seen = new ArrayList<>();
        besides(
                made -> page[0] = ((Redirect.To) made).session().orElseThrow(),
                () -> seen.add(
                        stripe.fetchCheckoutSession(page[0]).orElseThrow().state()));
        assertThat(seen).first().isEqualTo(CheckoutSession.State.OPEN);
    }

    @Test
    void such_a_page_is_ended_once_one_of_the_other_customer_takes_its_place() {
        CheckoutSessionId[] page = new CheckoutSessionId[1];
        besides(made -> page[0] = ((Redirect.To) made).session().orElseThrow(), () -> {});
        assertThat(stripe.fetchCheckoutSession(page[0]).orElseThrow().state()).isEqualTo(CheckoutSession.State.EXPIRED);
        assertThat(stripe.backOffice().sessions())
                .filteredOn(session -> session.state() == CheckoutSession.State.OPEN)
                .hasSize(1);
    }
}
