package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.Settled;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.usecase.EraseTenant.Request;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A database that was used with a test key gets the live key: what was tried out gives nothing away, and is in nobody's way. */
class OtherModeTest {
    private final OperatedShop shop = new OperatedShop();
    private final List<WorkNote> notes = new ArrayList<>();

    /** As with a live key: it has none of what was made with the test key, and makes customers and pages of its own. */
    private final PaymentProvider live = (PaymentProvider) Proxy.newProxyInstance(
            OtherModeTest.class.getClassLoader(),
            new Class<?>[] {PaymentProvider.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "livemode" -> true;
                case "canFetch" -> arguments[1];
                case "listSubscriptions" -> listed(arguments[0].equals(shop.stripe.customerOf(ACME)));
                default -> asked(method, arguments);
            });

    private final Billing billing = Billing.builder()
            .catalog(shop.catalog)
            .provider(live)
            .store(shop.store)
            .clock(shop.stripe.clock())
            .returnTo(URI.create("https://app.example/billing"))
            .onWork(notes::add)
            .build();

    private SubscriptionPage listed(boolean ofTestCustomer) {
        if (ofTestCustomer) throw new ProviderException(ProviderException.Kind.NOT_FOUND, "404");
        return new SubscriptionPage(List.of(), false, shop.stripe.clock().instant());
    }

    private Object asked(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(shop.stripe, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void sweep() {
        shop.stripe.advance(Duration.ofHours(2));
        billing.runDue();
    }

    private List<Drift.Kind> found() {
        return notes.stream()
                .filter(WorkNote.Differs.class::isInstance)
                .map(note -> ((WorkNote.Differs) note).drift().kind())
                .toList();
    }

    @Test
    void what_was_bought_with_a_test_key_grants_nothing_live_and_is_told() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;

        sweep();
        sweep();

        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        assertThat(found()).contains(Drift.Kind.OTHER_MODE);
        assertThat(billing.operations().explain(ACME).toString()).contains("is of test mode");
    }

    @Test
    void how_many_are_of_test_mode_is_told_once_in_a_sweep() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.buy(OperatedShop.GLOBEX, Checkout.of("pro"));
        shop.lossy = true;

        sweep();

        assertThat(notes)
                .filteredOn(WorkNote.Differs.class::isInstance)
                .extracting(note -> ((WorkNote.Differs) note).drift())
                .filteredOn(drift -> drift.kind() == Drift.Kind.OTHER_MODE)
                .extracting(Drift::here)
                .containsExactly("2 of test mode");
        assertThat(notes)
                .filteredOn(WorkNote.Swept.class::isInstance)
                .extracting(note -> ((WorkNote.Swept) note).words())
                .containsExactly("4 drift, 2 left, 2 of the other mode");
    }

    @Test
    void who_has_one_of_test_mode_can_buy_at_once_with_a_customer_of_live_mode() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        CustomerId tried = shop.stripe.customerOf(ACME).orElseThrow();

        Redirect page = billing.startCheckout(ACME, Checkout.of("team").seats(3));

        assertThat(page).isInstanceOf(Redirect.To.class);
        assertThat(shop.stripe.customerOf(ACME)).isPresent().get().isNotEqualTo(tried);
    }

    @Test
    void who_has_one_of_test_mode_can_be_erased() {
        SubscriptionId tried = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;

        assertThat(billing.operations()
                        .eraseTenant(ACME, Request.because("ticket 12").endingSubscription(), OperatedShop::noPause))
                .isEqualTo(new Result.Erased(false));

        assertThat(EraseTenantTest.statusAtStripe(shop, tried)).isEqualTo("active");
    }

    @Test
    void who_has_one_of_test_mode_is_erased_to_the_end_though_its_customer_was_to_be_deleted() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        Request request = Request.because("ticket 12").deletingCustomer();

        assertThat(billing.operations().eraseTenant(ACME, request, OperatedShop::noPause))
                .isEqualTo(new Result.Erased(false));
        assertThat(billing.operations().eraseTenant(ACME, request, OperatedShop::noPause))
                .isEqualTo(new Result.Erased(true));
        assertThat(shop.stripe.customerDeleted(shop.stripe.customerOf(ACME).orElseThrow()))
                .as("for which a live key can't ask")
                .isFalse();
    }

    @Test
    void a_customer_of_test_mode_is_not_asked_for_when_a_tenant_is_looked_at() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;

        assertThat(billing.sync(ACME)).isNotEqualTo(SyncTenant.Result.PROVIDER_AWAY);
        List<Reconcile.Finding> findings = new ArrayList<>();
        billing.operations().reconcile(Reconcile.Request.toLook().only(ACME), findings::add, OperatedShop::noPause);
        assertThat(findings).extracting(one -> one.drift().kind()).doesNotContain(Drift.Kind.MISSING_THERE);
    }

    @Test
    void a_test_key_by_mistake_takes_the_plan_from_nobody() {
        SubscriptionId id = new SubscriptionId("sub_1");
        TrackedSubscription paid = Settled.team(id.value(), OperatedShop.JAN_1, true);

        assertThat(BillingAccount.of(ACME, List.of(paid), false)
                        .current(shop.catalog)
                        .plan())
                .isEqualTo("team");
        assertThat(BillingAccount.of(ACME, List.of(paid), true)
                        .current(shop.catalog)
                        .plan())
                .isEqualTo("team");
        TrackedSubscription tried = Settled.team(id.value(), OperatedShop.JAN_1, false);
        BillingAccount account = BillingAccount.of(ACME, List.of(tried), true);
        assertThat(account.current(shop.catalog).subscription()).isEqualTo(Optional.empty());
        assertThat(account.live()).isEmpty();
        assertThat(account.everSubscribed()).isFalse();
        assertThat(account.subscriptions()).containsExactly(tried);
    }

    @Test
    void one_of_test_mode_counts_for_nothing_beside_one_of_live_mode_whatever_the_key() {
        TrackedSubscription paid = Settled.team("sub_paid", OperatedShop.JAN_1, true);
        TrackedSubscription tried = Settled.team("sub_tried", OperatedShop.JAN_1.plusSeconds(9), false);
        for (boolean key : List.of(false, true)) {
            BillingAccount account = BillingAccount.of(ACME, List.of(paid, tried), key);
            assertThat(account.current(shop.catalog).subscription()).contains(paid.id());
            assertThat(account.live()).containsExactly(paid);
            assertThat(account.duplicates(shop.catalog)).isEmpty();
        }
    }

    @Test
    void a_twin_that_a_test_key_finds_by_mistake_is_told_and_takes_the_plan_from_nobody() {
        TrackedSubscription paid = Settled.team("sub_paid", OperatedShop.JAN_1, true);
        shop.store.inTransaction(tx -> {
            tx.accounts().lockTenant(ACME, "any", OperatedShop.JAN_1);
            tx.accounts().lockSubscription(paid.id(), true, OperatedShop.JAN_1);
            tx.accounts().save(paid.boundTo(ACME), OperatedShop.JAN_1);
            return null;
        });
        shop.lossy = true;
        shop.stripe.advance(Duration.ofDays(1));
        BillingMetadata acme = new BillingMetadata(Optional.of(ACME.value()), Optional.empty(), Optional.empty());
        SubscriptionId twin = shop.subscription(ACME, shop.customer(ACME), acme);

        shop.apply();
        shop.billing.runDue();

        assertThat(shop.known(twin)).isTrue();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        assertThat(shop.operations.explain(ACME).toString()).contains("another one of the tenant's is of live mode");
    }

    @Test
    void a_test_key_by_mistake_sells_nothing_to_who_has_a_customer_of_live_mode_and_leaves_it_its_own() {
        billing.startCheckout(ACME, Checkout.of("pro"));
        Optional<CustomerBinding> bound = bound();
        assertThat(bound.map(CustomerBinding::livemode)).contains(true);
        Optional<CheckoutAttempt> begun = begun();

        for (String plan : List.of("pro", "team"))
            assertThatThrownBy(() -> shop.billing.startCheckout(ACME, Checkout.of(plan)))
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.AUTHENTICATION))
                    .hasMessageContaining("the key is of test mode");

        assertThat(bound()).isEqualTo(bound);
        assertThat(begun()).isEqualTo(begun);
        assertThat(shop.stripe.backOffice().customers()).hasSize(1);
    }

    private Optional<CustomerBinding> bound() {
        return shop.store.inTransaction(tx -> tx.accounts().customerOf(ACME, shop.stripe.name()));
    }

    private Optional<CheckoutAttempt> begun() {
        return shop.store.inTransaction(tx -> tx.checkouts().newest(ACME));
    }
}
