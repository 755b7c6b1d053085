package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nobody is led to a portal that does not open, and who pays already is not told to choose a plan first. */
class TenantCustomerTest {
    private static final BillingMetadata OF_ACME =
            new BillingMetadata(Optional.of(ACME.value()), Optional.empty(), Optional.empty());

    private final OperatedShop shop = new OperatedShop();

    private Rejection portal() {
        Redirect answer = shop.billing.openPortal(ACME);
        assertThat(answer).isInstanceOf(Redirect.Rejected.class);
        return ((Redirect.Rejected) answer).rejection();
    }

    @Test
    void before_anything_was_bought_there_is_no_portal() {
        assertThat(shop.billing.mayOpenPortal(ACME)).isFalse();
        assertThat(portal().code()).isEqualTo(Rejection.Code.NO_CUSTOMER);
        assertThat(portal().sentence()).contains("Choose a plan first");
        assertThat(shop.billing.mayOpenPortal(GLOBEX)).isFalse();
    }

    @Test
    void what_metadata_alone_bound_has_no_portal_until_its_customer_is_bound() {
        CustomerId customer = shop.customer(ACME);
        shop.subscription(ACME, customer, OF_ACME);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");

        assertThat(shop.billing.mayOpenPortal(ACME)).isFalse();
        assertThat(portal().code()).isEqualTo(Rejection.Code.NO_CUSTOMER);
        assertThat(portal().sentence()).contains("bind its customer").doesNotContain("Choose a plan");
        assertThat(shop.billing.changeBillingEmail(ACME, "money@acme.example"))
                .hasValueSatisfying(no -> assertThat(no).isEqualTo(portal()));

        shop.billing.bind(ACME, customer);
        assertThat(shop.billing.mayOpenPortal(ACME)).isTrue();
        assertThat(shop.billing.openPortal(ACME)).isInstanceOf(Redirect.To.class);
        assertThat(shop.billing.changeBillingEmail(ACME, "money@acme.example")).isEmpty();
    }

    @Test
    void a_customer_that_was_deleted_has_no_portal() {
        shop.buy(ACME, Checkout.of("pro"));
        assertThat(shop.billing.mayOpenPortal(ACME)).isTrue();
        shop.stripe.backOffice().deleteCustomer(shop.stripe.customerOf(ACME).orElseThrow());
        assertThat(shop.billing.mayOpenPortal(ACME)).isFalse();
        assertThat(portal().sentence()).contains("Choose a plan first");
    }
}
