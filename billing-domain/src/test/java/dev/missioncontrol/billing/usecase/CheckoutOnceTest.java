package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was paid is not sold a second time, however late we hear of it. */
class CheckoutOnceTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<ProviderEvent> unheard = new ArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(sandbox)
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();

    CheckoutOnceTest() {
        sandbox.onEvent(unheard::add);
    }

    private CheckoutSessionId begun(Checkout wish) {
        return ((Redirect.To) billing.startCheckout(ACME, wish)).session().orElseThrow();
    }

    private static Rejection.Code rejected(Redirect redirect) {
        assertThat(redirect).isInstanceOf(Redirect.Rejected.class);
        return ((Redirect.Rejected) redirect).rejection().code();
    }

    @Test
    void another_plan_is_not_sold_over_a_session_that_was_paid_before_we_heard_of_it() {
        sandbox.pay(begun(Checkout.of("pro")));

        assertThat(rejected(billing.startCheckout(ACME, Checkout.of("team").seats(3))))
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);

        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(rejected(billing.startCheckout(ACME, Checkout.of("team").seats(3))))
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
    }

    @Test
    void nothing_is_sold_between_the_word_that_it_was_paid_and_the_subscription() {
        sandbox.pay(begun(Checkout.of("pro")));
        unheard.stream()
                .filter(event -> event.type().equals("checkout.session.completed"))
                .forEach(billing::accept);

        assertThat(rejected(billing.startCheckout(ACME, Checkout.of("pro"))))
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
    }

    @Test
    void a_payment_that_takes_days_is_not_asked_for_twice_and_one_that_failed_is() {
        CheckoutSessionId session = begun(Checkout.of("pro"));
        var subscription = sandbox.payLater(session, ProviderStatus.INCOMPLETE);
        hear();

        assertThat(rejected(billing.startCheckout(ACME, Checkout.of("pro"))))
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);

        sandbox.advance(Duration.ofHours(1));
        sandbox.settleDelayedPayment(subscription, false);
        hear();
        assertThat(billing.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.To.class);
    }

    @Test
    void a_bank_that_asks_keeps_nobody_from_choosing_another_plan() {
        CheckoutSessionId first = begun(Checkout.of("pro"));
        sandbox.beginPayment(first);
        hear();

        CheckoutSessionId second = begun(Checkout.of("team").seats(3));

        assertThat(sandbox.fetchCheckoutSession(first).orElseThrow().url()).isEmpty();
        assertThat(sandbox.fetchCheckoutSession(second).orElseThrow().url()).isPresent();
    }

    @Test
    void a_session_that_can_not_be_ended_now_keeps_its_place() {
        CheckoutSessionId first = begun(Checkout.of("pro"));
        sandbox.goAway();
        assertThatThrownBy(() -> billing.startCheckout(ACME, Checkout.of("team").seats(3)))
                .isInstanceOf(ProviderException.class);
        sandbox.comeBack();

        CheckoutSessionId second = begun(Checkout.of("team").seats(3));

        assertThat(sandbox.fetchCheckoutSession(first).orElseThrow().url()).isEmpty();
        assertThat(sandbox.fetchCheckoutSession(second).orElseThrow().url()).isPresent();
    }

    private void hear() {
        List<ProviderEvent> now = List.copyOf(unheard);
        unheard.clear();
        now.forEach(billing::accept);
        billing.runDue();
    }
}
