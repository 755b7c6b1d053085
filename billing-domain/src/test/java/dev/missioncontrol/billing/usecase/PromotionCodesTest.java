package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.Reduction;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who gets something off for a code, and what becomes of a purchase where a code gives nothing. */
class PromotionCodesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final Checkout PRO = Checkout.of("pro");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final List<CheckoutSessionRequest> asked = new ArrayList<>();

    private Billing selling(PaymentProvider provider) {
        return CheckoutHealsTest.builder(stripe, store, provider)
                .allowPromotionCodes()
                .build();
    }

    private Billing selling() {
        return selling(Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("createCheckoutSession")) asked.add((CheckoutSessionRequest) call.argument(0));
            return call.proceed();
        }));
    }

    private Billing failing(ProviderException.Kind kind) {
        return selling(Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("createCheckoutSession")) throw new ProviderException(kind, "refused in a test");
            return call.proceed();
        }));
    }

    private void offer(String word, Optional<CustomerId> onlyFor) {
        stripe.offer(
                new PromotionCode(
                        new PromotionCodeId("promo_" + word
                                + onlyFor.map(customer -> "_" + customer).orElse("")),
                        word,
                        new Reduction.Percent(BigDecimal.valueOf(50)),
                        PromotionCode.Lasts.FOREVER,
                        0,
                        onlyFor),
                Optional.empty());
    }

    private static CheckoutSessionId session(Redirect page) {
        return ((Redirect.To) page).session().orElseThrow();
    }

    private static Rejection.Code rejected(Redirect answer) {
        assertThat(answer).isInstanceOf(Redirect.Rejected.class);
        Rejection why = ((Redirect.Rejected) answer).rejection();
        assertThat(why.field()).isEqualTo("promotionCode");
        return why.code();
    }

    @Test
    void where_no_codes_are_taken_none_gives_anything() {
        offer("HALF", Optional.empty());
        Billing without = CheckoutHealsTest.on(stripe, store, stripe);
        assertThat(rejected(without.startCheckout(ACME, PRO.promotionCode("HALF"))))
                .isEqualTo(Rejection.Code.PROMOTION_CODES_OFF);
        assertThat(without.promotionCode(ACME, "HALF")).isInstanceOf(PromotionCodes.Checked.Refused.class);
    }

    @Test
    void a_code_of_one_customer_is_nobody_elses() {
        Billing billing = selling();
        billing.startCheckout(ACME, PRO);
        billing.startCheckout(GLOBEX, PRO);
        offer("MINE", stripe.customerOf(ACME));

        assertThat(rejected(billing.startCheckout(GLOBEX, PRO.promotionCode("MINE"))))
                .isEqualTo(Rejection.Code.PROMOTION_CODE_NOT_APPLICABLE);
        assertThat(rejected(billing.startCheckout(new TenantId("new"), PRO.promotionCode("MINE"))))
                .isEqualTo(Rejection.Code.PROMOTION_CODE_NOT_APPLICABLE);
        assertThat(billing.promotionCode(GLOBEX, "MINE")).isInstanceOf(PromotionCodes.Checked.Refused.class);

        stripe.pay(billing.startCheckout(ACME, PRO.promotionCode("MINE")));
        billing.sync(ACME);
        assertThat(billing.invoices(ACME, Optional.empty(), 1).invoices().get(0).total())
                .isEqualTo(new Money(1000, "usd"));
    }

    @Test
    void of_codes_of_one_word_a_tenant_has_its_own_and_else_the_one_that_is_everybodys() {
        Billing billing = selling();
        billing.startCheckout(ACME, PRO);
        billing.startCheckout(GLOBEX, PRO);
        offer("LOYAL", stripe.customerOf(ACME));
        offer("LOYAL", stripe.customerOf(GLOBEX));

        assertThat(owner(billing, ACME)).isEqualTo(stripe.customerOf(ACME));
        assertThat(owner(billing, GLOBEX)).isEqualTo(stripe.customerOf(GLOBEX));
        assertThat(billing.promotionCode(new TenantId("new"), "LOYAL"))
                .isInstanceOf(PromotionCodes.Checked.Refused.class);

        offer("LOYAL", Optional.empty());
        assertThat(owner(billing, ACME)).isEqualTo(stripe.customerOf(ACME));
        assertThat(owner(billing, new TenantId("new"))).isEmpty();
    }

    private static Optional<CustomerId> owner(Billing billing, TenantId tenant) {
        return ((PromotionCodes.Checked.Usable) billing.promotionCode(tenant, "loyal"))
                .code()
                .onlyFor();
    }

    @Test
    void a_code_that_the_provider_refuses_for_this_purchase_is_said_and_keeps_nobody_from_buying_without() {
        offer("HALF", Optional.empty());
        Billing refusing = failing(ProviderException.Kind.REFUSED_INPUT);
        assertThat(rejected(refusing.startCheckout(ACME, PRO.promotionCode("HALF"))))
                .isEqualTo(Rejection.Code.PROMOTION_CODE_NOT_APPLICABLE);
        assertThat(selling().startCheckout(ACME, PRO)).isInstanceOf(Redirect.To.class);
    }

    @Test
    void any_other_failure_is_not_put_down_to_the_code() {
        offer("HALF", Optional.empty());
        Billing away = failing(ProviderException.Kind.TIMEOUT);
        assertThatThrownBy(() -> away.startCheckout(ACME, PRO.promotionCode("HALF")))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.TIMEOUT));
    }

    @Test
    void a_page_has_a_field_for_codes_unless_one_was_typed_already() {
        offer("HALF", Optional.empty());
        Billing billing = selling();
        CheckoutSessionId plain = session(billing.startCheckout(ACME, PRO));
        CheckoutSessionId reduced = session(billing.startCheckout(ACME, PRO.promotionCode("half")));

        assertThat(asked).extracting(CheckoutSessionRequest::promotionCodes).containsExactly(true, false);
        assertThat(stripe.fetchCheckoutSession(plain).orElseThrow().url())
                .as("with the code it is another purchase")
                .isEmpty();
        assertThat(session(billing.startCheckout(ACME, PRO.promotionCode("HALF"))))
                .isEqualTo(reduced);
    }

    private AttemptId left(Billing billing) {
        return billing.openMatters(ACME).checkout().orElseThrow().id();
    }

    private Optional<PromotionCodeId> lastGiven() {
        return asked.get(asked.size() - 1).promotion();
    }

    @Test
    void a_checkout_that_was_left_is_gone_on_with_on_its_page_and_with_its_code() {
        offer("HALF", Optional.empty());
        Billing billing = selling();
        CheckoutSessionId reduced = session(billing.startCheckout(ACME, PRO.promotionCode("HALF")));

        assertThat(session(billing.startCheckout(ACME, PRO.again(left(billing)))))
                .isEqualTo(reduced);
        assertThat(asked).as("no other page was made").hasSize(1);
    }

    @Test
    void a_code_is_given_again_where_the_page_that_was_left_is_over() {
        offer("HALF", Optional.empty());
        Billing billing = selling();
        CheckoutSessionId reduced = session(billing.startCheckout(ACME, PRO.promotionCode("HALF")));
        AttemptId left = left(billing);
        stripe.expireCheckoutSession(reduced);

        assertThat(session(billing.startCheckout(ACME, PRO.again(left)))).isNotEqualTo(reduced);
        assertThat(lastGiven()).contains(new PromotionCodeId("promo_HALF"));
    }

    @Test
    void a_code_that_is_typed_goes_before_that_of_the_checkout_that_was_left() {
        offer("HALF", Optional.empty());
        offer("OTHER", Optional.empty());
        Billing billing = selling();
        billing.startCheckout(ACME, PRO.promotionCode("HALF"));
        billing.startCheckout(ACME, PRO.again(left(billing)).promotionCode("OTHER"));
        assertThat(lastGiven()).contains(new PromotionCodeId("promo_OTHER"));
    }

    @Test
    void a_checkout_of_somebody_elses_or_of_something_else_gives_no_code() {
        offer("HALF", Optional.empty());
        Billing billing = selling();
        billing.startCheckout(ACME, Checkout.of("team").seats(3).promotionCode("HALF"));
        AttemptId left = left(billing);

        billing.startCheckout(GLOBEX, Checkout.of("team").seats(3).again(left));
        assertThat(lastGiven()).isEmpty();
        billing.startCheckout(GLOBEX, Checkout.of("team").seats(3).again(new AttemptId("unheard-of")));
        assertThat(lastGiven()).isEmpty();
        for (Checkout other : List.of(
                PRO, Checkout.of("team").seats(4), Checkout.of("team").seats(3).yearly())) {
            billing.startCheckout(ACME, other.again(left));
            assertThat(lastGiven()).as(other.toString()).isEmpty();
        }
    }

    @Test
    void a_checkout_that_was_paid_gives_no_code_again() {
        offer("HALF", Optional.empty());
        Billing billing = selling();
        Redirect page = billing.startCheckout(ACME, PRO.promotionCode("HALF"));
        AttemptId left = left(billing);
        stripe.pay(page);
        stripe.cancelNow(stripe.subscriptionOf(ACME).orElseThrow());
        stripe.advance(Duration.ofMinutes(1));
        billing.sync(ACME);

        assertThat(billing.startCheckout(ACME, PRO.again(left))).isInstanceOf(Redirect.To.class);
        assertThat(lastGiven()).isEmpty();
    }

    @Test
    void a_code_that_is_taken_no_more_is_said_of_a_checkout_that_was_left_too() {
        offer("HALF", Optional.empty());
        Billing billing = selling();
        CheckoutSessionId reduced = session(billing.startCheckout(ACME, PRO.promotionCode("HALF")));
        AttemptId left = left(billing);
        stripe.expireCheckoutSession(reduced);

        Billing refusing = failing(ProviderException.Kind.REFUSED_INPUT);
        assertThat(rejected(refusing.startCheckout(ACME, PRO.again(left))))
                .isEqualTo(Rejection.Code.PROMOTION_CODE_NOT_APPLICABLE);
    }
}
