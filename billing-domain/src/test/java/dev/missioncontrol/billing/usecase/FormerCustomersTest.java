package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.EraseTenantTest.assertOnlyTheTombstoneIsLeft;
import static dev.missioncontrol.billing.usecase.EraseTenantTest.erase;
import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of customers that an erased tenant was bound to before. */
class FormerCustomersTest {
    private final OperatedShop shop = new OperatedShop();

    private void bind(CustomerId customer) {
        assertThat(shop.operations.bind(ACME, customer, "ticket 11", true, OperatedShop::noPause))
                .isInstanceOf(BindByOperator.Result.Bound.class);
    }

    @Test
    void customers_that_it_was_bound_to_before_are_named_until_they_are_deleted_and_stay_as_they_are() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId first = shop.stripe.customerOf(ACME).orElseThrow();
        CustomerId second = shop.customer(ACME);
        CustomerId third = shop.customer(ACME);
        bind(second);
        shop.operations.bind(ACME, third, new OperatorsWord("anna", "merged"), true, OperatedShop::noPause);

        List<CustomerId> left = Stream.of(first, second).sorted().toList();
        assertThat(erase(shop, ACME, true, true)).isEqualTo(new Result.FormerCustomersStay(false, left));
        assertThat(shop.stripe.customerDeleted(third)).isTrue();
        assertThat(left).noneMatch(shop.stripe::customerDeleted);
        assertOnlyTheTombstoneIsLeft(shop, ACME);

        assertThat(erase(shop, ACME, false, false)).as("who does not wish it").isEqualTo(new Result.Erased(true));
        shop.stripe.deleteCustomer(first);
        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.FormerCustomersStay(true, List.of(second)));
        shop.stripe.deleteCustomer(second);
        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));
    }

    @Test
    void all_that_it_was_bound_to_are_named_where_it_was_erased_without_its_customer() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId first = shop.stripe.customerOf(ACME).orElseThrow();
        CustomerId last = shop.customer(ACME);
        bind(last);
        erase(shop, ACME, true, false);

        List<CustomerId> left = Stream.of(first, last).sorted().toList();
        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.FormerCustomersStay(true, left));
        assertThat(left).noneMatch(shop.stripe::customerDeleted);

        left.forEach(shop.stripe::deleteCustomer);
        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));
    }

    @Test
    void a_customer_that_is_another_tenants_by_now_is_not_named() {
        CustomerId once = shop.customer(ACME);
        bind(once);
        CustomerId last = shop.customer(ACME);
        bind(last);
        shop.billing.bind(OperatedShop.GLOBEX, once);

        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(false));
        assertThat(erase(shop, ACME, false, true)).isEqualTo(new Result.Erased(true));

        assertThat(shop.stripe.customerDeleted(last)).isTrue();
        assertThat(shop.stripe.customerDeleted(once)).isFalse();
    }
}
