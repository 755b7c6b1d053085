package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.usecase.EraseTenant.Request;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A customer whose subscriptions fill more than one page of the provider's list, and one that the provider has no list of. */
class ManyPagesOfOneCustomerTest {
    private static final OperatorsWord WORD = new OperatorsWord("anna", "charged back");

    private final OperatedShop shop = new OperatedShop();

    /** The provider with pages of one subscription each. */
    @SuppressWarnings("unchecked")
    private final Operations pageByPage = operations(Intercepted.port(
            PaymentProvider.class,
            shop.stripe,
            call -> call.is("listSubscriptions")
                    ? shop.stripe.listSubscriptions(
                            (Optional<CustomerId>) call.argument(0), (Optional<SubscriptionId>) call.argument(1), 1)
                    : call.proceed()));

    private Operations operations(PaymentProvider provider) {
        return Billing.builder()
                .catalog(shop.catalog)
                .provider(provider)
                .store(shop.store)
                .clock(shop.stripe.clock())
                .build()
                .operations();
    }

    /** The provider with a key that does not find the customer, which it says to be deleted or not. */
    private Operations withoutTheCustomer(boolean deleted) {
        return operations(Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
            if (call.is("listSubscriptions")) throw new ProviderException(Kind.NOT_FOUND, "404");
            return call.is("customerDeleted") ? deleted : call.proceed();
        }));
    }

    private List<SubscriptionId> bought(int count, CustomerId customer) {
        List<SubscriptionId> bought = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bought.add(shop.subscription(ACME, customer, BillingMetadata.NONE));
            shop.stripe.advance(Duration.ofSeconds(1));
        }
        return bought;
    }

    @Test
    void what_is_anothers_on_the_last_page_keeps_the_customer_and_lives_on() {
        CustomerId customer = shop.customer(ACME);
        BillingMetadata globex = new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty());
        SubscriptionId theirs = shop.subscription(ACME, customer, globex);
        shop.stripe.advance(Duration.ofSeconds(1));
        shop.billing.bind(ACME, customer);
        bought(2, customer);

        assertThat(pageByPage.eraseTenant(
                        ACME,
                        Request.because("ticket 12").endingSubscription().deletingCustomer(),
                        OperatedShop::noPause))
                .isEqualTo(new Result.OthersLive(List.of(theirs)));

        assertThat(EraseTenantTest.statusAtStripe(shop, theirs)).isEqualTo("active");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("pro");
    }

    @Test
    void all_that_is_unheard_of_on_every_page_is_over_at_once() {
        CustomerId customer = shop.customer(ACME);
        shop.billing.bind(ACME, customer);
        shop.lossy = true;
        List<SubscriptionId> bought = bought(3, customer);

        assertThat(pageByPage.endNow(ACME, WORD, OperatedShop::noPause).ended())
                .containsExactlyInAnyOrderElementsOf(bought);

        assertThat(bought)
                .allSatisfy(one ->
                        assertThat(EraseTenantTest.statusAtStripe(shop, one)).isEqualTo("canceled"));
    }

    @Test
    void a_reconciliation_of_one_tenant_finds_what_is_unheard_of_on_every_page() {
        CustomerId customer = shop.customer(ACME);
        shop.billing.bind(ACME, customer);
        shop.lossy = true;
        List<SubscriptionId> bought = bought(3, customer);
        List<Reconcile.Finding> findings = new ArrayList<>();

        pageByPage.reconcile(Reconcile.Request.toMend().only(ACME), findings::add, OperatedShop::noPause);

        assertThat(findings.stream()
                        .flatMap(one -> one.drift().subscription().stream())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(bought);
        assertThat(bought).allMatch(shop::known);
    }

    @Test
    void of_a_customer_that_this_key_does_not_find_nothing_is_said_to_have_ended() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));

        for (Runnable ends : List.<Runnable>of(
                () -> withoutTheCustomer(false).endNow(ACME, WORD, OperatedShop::noPause),
                () -> withoutTheCustomer(false)
                        .eraseTenant(ACME, Request.because("ticket 12").endingSubscription(), OperatedShop::noPause)))
            assertThatThrownBy(ends::run)
                    .isInstanceOfSatisfying(
                            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));

        assertThat(EraseTenantTest.statusAtStripe(shop, bought)).isEqualTo("active");
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void of_a_customer_that_was_deleted_and_has_no_list_any_more_nothing_lives() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.backOffice().deleteCustomer(shop.stripe.customerOf(ACME).orElseThrow());
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");

        assertThat(withoutTheCustomer(true).eraseTenant(ACME, Request.because("ticket 12"), OperatedShop::noPause))
                .isEqualTo(new Result.Erased(false));
        EraseTenantTest.assertOnlyTheTombstoneIsLeft(shop, ACME);
    }
}
