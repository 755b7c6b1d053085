package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.Reduction;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who buys with an address that invoices can't go to is told so, and of nothing else; and buys once it is another one. */
class CheckoutAddressTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Checkout PRO = Checkout.of("pro");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final Billing billing = selling(stripe);

    CheckoutAddressTest() {
        stripe.offer(
                new PromotionCode(
                        new PromotionCodeId("promo_half"),
                        "HALF",
                        new Reduction.Percent(BigDecimal.valueOf(50)),
                        PromotionCode.Lasts.FOREVER,
                        0,
                        Optional.empty()),
                Optional.empty());
    }

    private Billing selling(PaymentProvider provider) {
        return CheckoutHealsTest.builder(stripe, store, provider)
                .allowPromotionCodes()
                .build();
    }

    /** A provider that does not take any address, by rules of its own. */
    private Billing takingNone() {
        return selling(Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("createCustomer"))
                throw new ProviderException(ProviderException.Kind.REFUSED_INPUT, "refused in a test");
            return call.proceed();
        }));
    }

    private static void assertNoAddress(Redirect answer) {
        assertThat(answer).isInstanceOf(Redirect.Rejected.class);
        Rejection why = ((Redirect.Rejected) answer).rejection();
        assertThat(why.code()).isEqualTo(Rejection.Code.INVALID_EMAIL);
        assertThat(why.field()).isEqualTo("email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann@intranet", "ann@acme..example", "Ann <ann@acme.example>"})
    void what_can_be_no_address_is_refused_as_one_and_nothing_is_made_at_the_provider(String typed) {
        assertNoAddress(billing.startCheckout(ACME, PRO.email(typed)));
        assertNoAddress(billing.startCheckout(ACME, PRO.email(typed).promotionCode("HALF")));

        assertThat(stripe.backOffice().customers()).isEmpty();
        assertThat(billing.startCheckout(ACME, PRO.email("ann@acme.example"))).isInstanceOf(Redirect.To.class);
    }

    @Test
    void what_the_provider_does_not_take_is_refused_as_an_address_and_not_as_a_code() {
        assertNoAddress(takingNone().startCheckout(ACME, PRO.email("ann@acme.example")));
        assertNoAddress(
                takingNone().startCheckout(ACME, PRO.email("ann@acme.example").promotionCode("HALF")));

        assertThat(billing.startCheckout(ACME, PRO.email("ann@acme.example"))).isInstanceOf(Redirect.To.class);
    }

    @Test
    void where_none_was_given_it_was_not_the_address() {
        assertThatThrownBy(() -> takingNone().startCheckout(ACME, PRO))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.REFUSED_INPUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_user_without_an_address_buys_without_one(String typed) {
        assertThat(billing.startCheckout(ACME, PRO.email(typed))).isInstanceOf(Redirect.To.class);

        assertThat(billing.paymentDetails(ACME).email()).isEmpty();
    }

    @Test
    void blanks_around_an_address_are_not_part_of_it() {
        billing.startCheckout(ACME, PRO.email(" ann@acme.example "));

        assertThat(billing.paymentDetails(ACME).email()).contains(new EmailAddress("ann@acme.example"));
    }

    @Test
    void who_has_a_customer_keeps_its_address_and_is_not_kept_from_buying_by_another() {
        billing.startCheckout(ACME, PRO.email("ann@acme.example"));

        assertThat(billing.startCheckout(ACME, Checkout.of("team").email("ann@intranet")))
                .isInstanceOf(Redirect.To.class);

        assertThat(billing.paymentDetails(ACME).email()).contains(new EmailAddress("ann@acme.example"));
    }
}
