package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO_YEARLY;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.PromotionCode.Lasts;
import dev.missioncontrol.billing.provider.Reduction;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given something off is given it off changes too, in what is shown as in what is charged. */
class SandboxDiscountTest {
    private static final PromotionCodeId HALF = new PromotionCodeId("promo_half");
    private static final Instant HALFWAY = Instant.parse("2026-01-16T12:00:00Z");

    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    private SubscriptionId boughtAtHalf(Lasts lasts) {
        return boughtWith(50, lasts);
    }

    private void offer(int percent, Lasts lasts) {
        provider.offer(
                new PromotionCode(
                        HALF, "HALF", new Reduction.Percent(BigDecimal.valueOf(percent)), lasts, 0, Optional.empty()),
                Optional.empty());
    }

    private SubscriptionId boughtWith(int percent, Lasts lasts) {
        offer(percent, lasts);
        Billing billing = Billing.builder()
                .catalog(SandboxShop.CATALOG)
                .provider(provider)
                .store(new InMemoryBillingStore())
                .clock(provider.clock())
                .allowPromotionCodes()
                .build();
        Redirect page = billing.startCheckout(ACME, Checkout.of("pro").monthly().promotionCode("HALF"));
        return provider.pay(page);
    }

    private CheckoutSessionId trialWith(PromotionCodeId promotion) {
        CheckoutSessionRequest plain = SandboxShop.request(ACME, shop.customer(ACME), PRO, 1, 14);
        CheckoutSessionRequest reduced = new CheckoutSessionRequest(
                plain.tenant(),
                plain.customer(),
                plain.price(),
                plain.quantity(),
                plain.successUrl(),
                plain.cancelUrl(),
                plain.metadata(),
                plain.trialDays(),
                false,
                Optional.of(promotion),
                false,
                Optional.empty());
        return provider.createCheckoutSession(reduced, shop.key()).id();
    }

    private SubscriptionChange change(SubscriptionId id, PriceId to, long quantity) {
        return new SubscriptionChange(id, PRO, to, quantity, Timing.NOW);
    }

    private Invoice newest() {
        return provider.listInvoices(shop.customer(ACME), Optional.empty(), 1)
                .invoices()
                .get(0);
    }

    private static Money usd(long minor) {
        return new Money(minor, "usd");
    }

    @Test
    void both_halves_of_a_change_are_reduced_and_so_is_what_comes_after_it() {
        SubscriptionId id = boughtAtHalf(Lasts.FOREVER);
        assertThat(newest().total()).isEqualTo(usd(1000));
        shop.advanceTo(HALFWAY.toString());

        ChangePreview preview = provider.previewChange(change(id, TEAM, 2));
        assertThat(preview.dueNow()).isEqualTo(usd(250));
        assertThat(preview.recurring()).isEqualTo(usd(1500));

        assertThat(provider.changeSubscription(change(id, TEAM, 2), "k")).isEqualTo(new ChangeResult.Applied());
        assertThat(newest().total()).isEqualTo(preview.dueNow());
        shop.advanceTo("2026-02-01T00:00:01Z");
        assertThat(newest().total()).isEqualTo(preview.recurring());
    }

    @Test
    void a_change_in_the_portal_is_reduced_too() {
        SubscriptionId id = boughtAtHalf(Lasts.FOREVER);
        shop.advanceTo(HALFWAY.toString());
        provider.changePrice(id, TEAM, 2);
        assertThat(newest().total()).isEqualTo(usd(250));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_change_to_what_is_there_already_costs_nothing(boolean declined) {
        SubscriptionId id = boughtAtHalf(Lasts.ONCE);
        Invoice before = newest();
        shop.advanceTo(HALFWAY.toString());
        if (declined) provider.declinePayments(ACME);
        provider.changePrice(id, PRO, 1);
        assertThat(newest()).isEqualTo(before);
        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void what_is_given_off_in_full_is_neither_charged_nor_owed() {
        SubscriptionId id = boughtWith(100, Lasts.FOREVER);
        provider.declinePayments(ACME);
        provider.changePrice(id, TEAM, 5);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(newest().total()).isEqualTo(usd(0));
    }

    @Test
    void a_trial_that_ends_with_nothing_to_pay_is_over() {
        offer(100, Lasts.FOREVER);
        SubscriptionId id = provider.pay(trialWith(HALF));
        provider.declinePayments(ACME);
        SubscriptionChange ending =
                new SubscriptionChange(id, PRO, TEAM, 2, Timing.NOW, true, Optional.empty(), false, Optional.empty());
        assertThat(provider.changeSubscription(ending, "k")).isEqualTo(new ChangeResult.Applied());
        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void what_was_given_off_one_invoice_is_given_off_no_other() {
        SubscriptionId id = boughtAtHalf(Lasts.ONCE);
        ChangePreview preview = provider.previewChange(change(id, PRO_YEARLY, 1));
        assertThat(preview.recurring()).isEqualTo(usd(20_000));
    }

    @Test
    void time_that_was_paid_for_at_half_is_given_back_at_half() {
        SubscriptionId id = boughtAtHalf(Lasts.ONCE);
        shop.advanceTo(HALFWAY.toString());

        assertThat(provider.previewChange(change(id, TEAM, 2)).dueNow()).isEqualTo(usd(1500 - 500));
        assertThat(provider.changeSubscription(change(id, TEAM, 2), "k")).isEqualTo(new ChangeResult.Applied());
        assertThat(newest().total()).isEqualTo(usd(1000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_was_charged_in_full_since_is_given_back_in_full(boolean bankAsks) {
        SubscriptionId id = boughtAtHalf(Lasts.ONCE);
        shop.advanceTo(HALFWAY.toString());
        if (bankAsks) provider.askBankNext(shop.customer(ACME));
        provider.changeSubscription(change(id, TEAM, 2), "k");
        if (bankAsks) provider.confirmPayment(id);
        SubscriptionChange again = new SubscriptionChange(id, TEAM, TEAM, 3, Timing.NOW);

        assertThat(provider.previewChange(again).dueNow()).isEqualTo(usd(2250 - 1500));
    }

    @Test
    void and_so_is_a_period_that_nothing_was_given_off() {
        SubscriptionId id = boughtAtHalf(Lasts.ONCE);
        shop.advanceTo("2026-02-15T00:00:00Z");

        assertThat(provider.previewChange(change(id, TEAM, 2)).dueNow()).isEqualTo(usd(1500 - 1000));
    }
}
