package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.EraseTenantTest.assertOnlyTheTombstoneIsLeft;
import static dev.missioncontrol.billing.usecase.EraseTenantTest.erase;
import static dev.missioncontrol.billing.usecase.EraseTenantTest.held;
import static dev.missioncontrol.billing.usecase.EraseTenantTest.statusAtStripe;
import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.TenantRecord;
import dev.missioncontrol.billing.usecase.EraseTenant.Request;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What erasing a tenant does at the provider, wherever it is stopped, and what it says of that. */
class EraseAtProviderTest {
    private final OperatedShop shop = new OperatedShop();

    @Test
    void what_is_wished_at_the_provider_after_it_was_forgotten_is_not_said_to_be_done() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        erase(shop, ACME, true, false);
        List<HeldRow> once = held(shop, ACME);

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.FormerCustomersStay(true, List.of(customer)));
        assertThat(erase(shop, ACME, true, false)).isEqualTo(new Result.Erased(true));

        assertThat(shop.stripe.customerOf(ACME)).isPresent();
        assertThat(held(shop, ACME)).isEqualTo(once);
    }

    @Test
    void what_was_done_is_done_for_who_asks_again() {
        shop.buy(ACME, Checkout.of("pro"));
        assertThat(erase(shop, ACME, true, true)).isEqualTo(new Result.Erased(false));
        assertThat(erase(shop, ACME, true, true)).isEqualTo(new Result.Erased(true));

        shop.billing.status(OperatedShop.GLOBEX);
        shop.store.inTransaction(tx -> tx.accounts()
                .lockTenant(OperatedShop.GLOBEX, "none", shop.stripe.clock().instant()));
        assertThat(erase(shop, OperatedShop.GLOBEX, false, true)).isEqualTo(new Result.Erased(false));
        assertThat(erase(shop, OperatedShop.GLOBEX, false, true)).isEqualTo(new Result.Erased(true));
    }

    /** An operator's operations on the same store, whose provider does this first when it is called so. */
    private Operations when(String call, Runnable first) {
        PaymentProvider provider = (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    if (method.getName().equals(call)) first.run();
                    return method.invoke(shop.stripe, arguments);
                });
        return operations(provider, shop.store);
    }

    private Operations operations(PaymentProvider provider, BillingStore store) {
        return Billing.builder()
                .catalog(shop.catalog)
                .provider(provider)
                .store(store)
                .clock(shop.stripe.clock())
                .build()
                .operations();
    }

    private static void killed() {
        throw new IllegalStateException("killed");
    }

    @Test
    void stopped_before_its_customer_is_deleted_the_next_call_still_knows_which_it_is() {
        shop.buy(ACME, Checkout.of("pro"));
        Request request = Request.because("ticket 12").endingSubscription().deletingCustomer();
        assertThatThrownBy(() -> when("deleteCustomer", EraseAtProviderTest::killed)
                        .eraseTenant(ACME, request, OperatedShop::noPause))
                .hasMessage("killed");
        assertThat(shop.stripe.customerOf(ACME)).isPresent();

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));

        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
        assertOnlyTheTombstoneIsLeft(shop, ACME);
    }

    private static void refused() {
        throw new ProviderException(ProviderException.Kind.AUTHENTICATION, "the key may not delete customers");
    }

    @Test
    void a_key_that_may_not_delete_customers_is_said_and_another_finishes_it() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        Result stays = new Result.CustomerNotDeleted(customer, "the key may not delete customers");

        Operations refusing = when("deleteCustomer", EraseAtProviderTest::refused);
        Request request = Request.because("ticket 12").endingSubscription().deletingCustomer();
        assertThat(refusing.eraseTenant(ACME, request, OperatedShop::noPause)).isEqualTo(stays);
        assertThat(refusing.eraseTenant(ACME, request, OperatedShop::noPause)).isEqualTo(stays);

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));
        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
        assertOnlyTheTombstoneIsLeft(shop, ACME);
    }

    @Test
    void a_customer_that_was_to_be_deleted_is_not_forgotten_by_a_call_that_leaves_it_out() {
        shop.buy(ACME, Checkout.of("pro"));
        Request request = Request.because("ticket 12").endingSubscription().deletingCustomer();
        when("deleteCustomer", EraseAtProviderTest::refused).eraseTenant(ACME, request, OperatedShop::noPause);

        Request away = Request.because("ticket 12").withoutProvider();
        assertThat(shop.operations.eraseTenant(ACME, away, OperatedShop::noPause))
                .isEqualTo(new Result.NeedsProvider());
        assertThat(erase(shop, ACME, false, false)).isEqualTo(new Result.Erased(true));

        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
        assertOnlyTheTombstoneIsLeft(shop, ACME);
    }

    /** A call that does not say to delete the customer ends between the tombstone and the rows. */
    private void stopBeforeItsRowsAreRemoved() {
        BillingStore away = new InterceptedStore(shop.store) {
            @Override
            Object meet(Intercepted.Call call) throws Throwable {
                if (call.is("eraseHistory")) killed();
                return call.proceed();
            }
        };
        Request leaving = Request.because("ticket 12").endingSubscription();
        assertThatThrownBy(() -> operations(shop.stripe, away).eraseTenant(ACME, leaving, OperatedShop::noPause))
                .hasMessage("killed");
        assertThat(shop.stripe.customerOf(ACME)).isPresent();
    }

    @Test
    void a_customer_that_the_next_call_deletes_is_not_said_to_be_forgotten_by_the_one_after_it() {
        shop.buy(ACME, Checkout.of("pro"));
        stopBeforeItsRowsAreRemoved();

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));
        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
        List<HeldRow> once = held(shop, ACME);

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));
        assertThat(held(shop, ACME)).isEqualTo(once);
        assertOnlyTheTombstoneIsLeft(shop, ACME);
    }

    @Test
    void a_customer_that_the_next_call_could_not_delete_stays_to_be_deleted() {
        shop.buy(ACME, Checkout.of("pro"));
        stopBeforeItsRowsAreRemoved();
        Request deleting = Request.because("ticket 13").deletingCustomer();
        Operations refusing = when("deleteCustomer", EraseAtProviderTest::refused);
        for (int i = 0; i < 2; i++)
            assertThat(refusing.eraseTenant(ACME, deleting, OperatedShop::noPause))
                    .isInstanceOf(Result.CustomerNotDeleted.class);
        assertThat(shop.audit(ACME))
                .extracting(AuditEntry::rule)
                .filteredOn(rule -> rule.contains("ticket 13"))
                .containsExactly("erased on an operator's word: ticket 13 (with its customer at the provider)");

        assertThat(erase(shop, ACME, false, false)).isEqualTo(new Result.Erased(true));

        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
        assertOnlyTheTombstoneIsLeft(shop, ACME);
    }

    @Test
    void what_lives_again_by_then_is_not_ended_with_its_customer_unless_that_is_wished() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        assertThatThrownBy(() -> when("deleteCustomer", EraseAtProviderTest::killed)
                        .eraseTenant(
                                ACME,
                                Request.because("ticket 12")
                                        .endingSubscription()
                                        .deletingCustomer(),
                                OperatedShop::noPause))
                .hasMessage("killed");
        SubscriptionId alive = shop.subscription(ACME, customer, BillingMetadata.NONE);

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Lives(List.of(alive)));
        assertThat(statusAtStripe(shop, alive)).isEqualTo("active");

        assertThat(erase(shop, ACME, true, true)).isEqualTo(new Result.Erased(true));
        assertThat(statusAtStripe(shop, alive)).isEqualTo("canceled");
        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
    }

    @Test
    void one_that_this_key_does_not_find_is_not_said_to_be_deleted() {
        shop.buy(ACME, Checkout.of("pro"));
        erase(shop, ACME, true, false);

        assertThat(when("listSubscriptions", EraseAtProviderTest::notThere)
                        .eraseTenant(ACME, Request.because("ticket 12").deletingCustomer(), OperatedShop::noPause))
                .isEqualTo(new Result.CustomerForgotten());
    }

    private static void notThere() {
        throw new ProviderException(ProviderException.Kind.NOT_FOUND, "404");
    }

    private void assertStops(String call) {
        assertThatThrownBy(() -> when(call, EraseAtProviderTest::notThere)
                        .eraseTenant(
                                ACME,
                                Request.because("ticket 12")
                                        .endingSubscription()
                                        .deletingCustomer(),
                                OperatedShop::noPause))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.NOT_FOUND));
        assertThat(shop.store
                        .<Optional<TenantRecord>>inTransaction(
                                tx -> tx.accounts().tenant(ACME))
                        .orElseThrow()
                        .deleted())
                .isEmpty();
        assertThat(shop.stripe.customerOf(ACME)).isPresent();
    }

    @Test
    void a_page_that_the_provider_does_not_know_may_still_be_paid_and_stops_it() {
        shop.billing.startCheckout(ACME, Checkout.of("pro"));
        assertStops("expireCheckoutSession");
    }

    @Test
    void what_is_anothers_is_not_ended_with_it_and_its_customer_stays() {
        CustomerId customer = shop.customer(ACME);
        BillingMetadata globex = new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty());
        SubscriptionId theirs = shop.subscription(ACME, customer, globex);
        shop.billing.bind(ACME, customer);
        assertThat(shop.billing.status(OperatedShop.GLOBEX).plan()).isEqualTo("pro");

        for (boolean end : new boolean[] {true, false})
            assertThat(erase(shop, ACME, end, true)).isEqualTo(new Result.OthersLive(List.of(theirs)));

        assertThat(statusAtStripe(shop, theirs)).isEqualTo("active");
        assertThat(shop.stripe.customerOf(ACME)).contains(customer);
        assertThat(held(shop, ACME)).isNotEmpty();
    }

    @Test
    void what_is_disputed_is_not_ended_with_it_either() {
        SubscriptionId disputed = shop.quarantined();

        assertThat(erase(shop, ACME, true, true)).isEqualTo(new Result.OthersLive(List.of(disputed)));

        assertThat(statusAtStripe(shop, disputed)).isEqualTo("active");
    }

    @Test
    void a_customer_stays_while_its_tenant_is_not_erased() {
        shop.billing.startCheckout(ACME, Checkout.of("pro"));
        Runnable rival = () -> {
            shop.stripe.advance(Duration.ofDays(2));
            shop.billing.startCheckout(ACME, Checkout.of("pro"));
        };

        assertThat(when("listSubscriptions", rival)
                        .eraseTenant(
                                ACME,
                                Request.because("ticket 12")
                                        .endingSubscription()
                                        .deletingCustomer(),
                                OperatedShop::noPause))
                .isEqualTo(new Result.Busy());

        assertThat(shop.stripe.customerOf(ACME)).isPresent();
    }
}
