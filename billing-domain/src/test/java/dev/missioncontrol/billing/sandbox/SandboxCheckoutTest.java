package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.START;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SandboxCheckoutTest {
    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void a_paid_checkout_makes_an_active_subscription_for_one_period() {
        SubscriptionId id = provider.pay(shop.checkout(TEAM, 5));

        var snapshot = shop.fetch(id);
        assertThat(snapshot.status()).isEqualTo("active");
        assertThat(snapshot.customer()).isEqualTo(provider.customerOf(ACME));
        assertThat(snapshot.created()).isEqualTo(START);
        assertThat(snapshot.metadata()).isEqualTo(SandboxShop.metadata(ACME));
        assertThat(snapshot.livemode()).isFalse();
        assertThat(snapshot.arrears()).isEmpty();
        assertThat(snapshot.items())
                .containsExactly(new SubscriptionItem(
                        TEAM,
                        OptionalLong.of(5),
                        Optional.of(BillingInterval.MONTH),
                        Optional.of(Instant.parse("2026-02-01T00:00:00Z"))));
    }

    @Test
    void a_payment_is_told_in_the_words_and_states_of_stripe() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId id = provider.pay(session);

        assertThat(statusIn(0)).isEqualTo("incomplete");
        assertThat(statusIn(2)).isEqualTo("active");
        CheckoutSession completed = shop.sessionIn(3);
        assertThat(completed.state()).isEqualTo(State.COMPLETE);
        assertThat(completed.paymentStatus()).isEqualTo("paid");
        assertThat(completed.subscription()).contains(id);
        assertThat(completed.clientReference()).contains("acme");
        assertThat(completed.url()).isEmpty();
        assertThat(shop.said())
                .containsExactly(
                        "customer.subscription.created",
                        "invoice.paid",
                        "customer.subscription.updated",
                        "checkout.session.completed");
        assertThat(provider.fetchCheckoutSession(session)).contains(completed);
    }

    @Test
    void a_session_is_paid_once() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        provider.pay(session);

        assertRefused(Kind.WRONG_STATE, () -> provider.pay(session));
        assertRefused(Kind.WRONG_STATE, () -> provider.expireCheckoutSession(session));
        assertRefused(Kind.WRONG_STATE, () -> provider.leave(session));
        assertThat(provider.subscriptionsOf(shop.customer(ACME))).hasSize(1);
    }

    @Test
    void a_declining_card_sells_nothing_and_leaves_the_session_open() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        provider.payWithDecliningCard(session);

        assertThat(provider.fetchCheckoutSession(session).orElseThrow().state()).isEqualTo(State.OPEN);
        assertThat(provider.subscriptionOf(ACME)).isEmpty();
        assertThat(shop.said()).isEmpty();
        assertThat(shop.status(provider.pay(session))).isEqualTo("active");
    }

    @Test
    void a_begun_payment_expires_after_23_hours_and_its_session_after_24() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId id = provider.beginPayment(session);
        assertThat(shop.said()).containsExactly("customer.subscription.created", "invoice.payment_action_required");

        provider.advance(Duration.ofHours(23).minusSeconds(1));
        assertThat(shop.status(id)).isEqualTo("incomplete");
        provider.advance(Duration.ofSeconds(1));
        assertThat(shop.status(id)).isEqualTo("incomplete_expired");
        assertThat(shop.fetch(id).endedAt()).contains(START.plus(Duration.ofHours(23)));
        provider.advance(Duration.ofHours(1));
        assertThat(provider.session(session).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(shop.said()).containsExactly("customer.subscription.updated", "checkout.session.expired");
    }

    @Test
    void a_begun_payment_that_is_confirmed_pays_the_same_subscription() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId begun = provider.beginPayment(session);

        assertThat(provider.pay(session)).isEqualTo(begun);
        assertThat(shop.status(begun)).isEqualTo("active");
    }

    @Test
    void a_session_that_is_left_expires_and_can_not_be_paid() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        provider.leave(session);

        assertThat(shop.said()).containsExactly("checkout.session.expired");
        assertRefused(Kind.WRONG_STATE, () -> provider.pay(session));
        provider.expireCheckoutSession(session);
        assertThat(shop.said()).isEmpty();
    }

    @Test
    void a_session_that_is_left_takes_its_begun_payment_along() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId begun = provider.beginPayment(session);
        provider.expireCheckoutSession(session);

        assertThat(shop.status(begun)).isEqualTo("incomplete_expired");
    }

    @Test
    void a_session_whose_begun_payment_expired_is_paid_with_a_new_subscription() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId begun = provider.beginPayment(session);
        provider.advance(Duration.ofMinutes(23 * 60 + 30));
        SubscriptionId paid = provider.pay(session);

        assertThat(paid).isNotEqualTo(begun);
        assertThat(shop.status(paid)).isEqualTo("active");
        assertThat(shop.status(begun)).isEqualTo("incomplete_expired");
    }

    @Test
    void what_nobody_sells_can_not_be_bought() {
        var customer = shop.customer(ACME);
        var unknown = new PriceId("price_nobody_knows");

        assertRefused(
                Kind.INVALID_REQUEST,
                () -> provider.createCheckoutSession(SandboxShop.request(ACME, customer, unknown, 1, 0), "a"));
        assertRefused(Kind.INVALID_REQUEST, () -> shop.checkout(PRO, 0));
        assertRefused(Kind.INVALID_REQUEST, () -> shop.checkout(PRO, 1_000_000));
        assertRefused(Kind.INVALID_REQUEST, () -> shop.trial(731));
        var nobody = new CustomerId("cus_nobody");
        assertRefused(
                Kind.NOT_FOUND,
                () -> provider.createCheckoutSession(SandboxShop.request(ACME, nobody, PRO, 1, 0), "b"));
    }

    @Test
    void the_page_shows_what_is_bought_and_where_to_go_next() {
        CheckoutSessionId id = shop.checkout(TEAM, 3);
        HostedCheckout page = provider.session(id).orElseThrow();

        assertThat(page.planName()).isEqualTo("Team");
        assertThat(page.amount()).isEqualTo(new Money(4500, "usd"));
        assertThat(page.successUrl()).isEqualTo("https://app.example/done?session=" + id);
        assertThat(page.expiresAt()).isEqualTo(START.plus(Duration.ofHours(24)));
        assertThat(page.subscription()).isEmpty();
    }

    private String statusIn(int event) {
        return ((EventContent.OfSubscription) shop.events.get(event).content())
                .snapshot()
                .status();
    }
}
