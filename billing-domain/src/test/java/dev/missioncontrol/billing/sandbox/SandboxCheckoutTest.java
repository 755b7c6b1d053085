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
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        CheckoutSession completed = sessionIn(3);
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
    void a_delayed_payment_completes_the_session_and_what_it_buys_is_active_until_it_comes() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId id = provider.payLater(session);

        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.newestInvoice(ACME).state()).isEqualTo(Invoice.State.OPEN);
        assertThat(sessionIn(2).paymentStatus()).isEqualTo("unpaid");
        assertThat(shop.said())
                .containsExactly(
                        "customer.subscription.created", "customer.subscription.updated", "checkout.session.completed");

        shop.advanceDays(4);
        provider.settleDelayedPayment(id, true);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.newestInvoice(ACME).state()).isEqualTo(Invoice.State.PAID);
        assertThat(sessionIn(2).paymentStatus()).isEqualTo("paid");
        assertThat(shop.said())
                .containsExactly(
                        "invoice.paid", "customer.subscription.updated", "checkout.session.async_payment_succeeded");
        assertRefused(Kind.WRONG_STATE, () -> provider.settleDelayedPayment(id, true));
    }

    @Test
    void a_delayed_payment_that_never_comes_is_owed_of_what_was_never_paid_for_and_tried_again() {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1));
        shop.advanceDays(5);
        shop.said();
        provider.settleDelayedPayment(id, false);

        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.fetch(id).arrears().orElseThrow().neverPaid()).isTrue();
        assertThat(shop.view(id).owed()).contains(shop.newestInvoice(ACME).total());
        assertThat(shop.said())
                .containsExactly(
                        "invoice.payment_failed",
                        "customer.subscription.updated",
                        "checkout.session.async_payment_failed");

        shop.advanceDays(3);
        assertThat(shop.status(id)).as("its next try goes well").isEqualTo("active");
        provider.declinePayments(ACME);
        shop.advanceDays(31);
        assertThat(shop.fetch(id).arrears().orElseThrow().neverPaid()).isFalse();
    }

    @Test
    void a_renewal_pays_nothing_of_a_first_payment_that_is_still_on_its_way() {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1));
        shop.advanceDays(32);
        assertThat(states()).containsExactly(Invoice.State.PAID, Invoice.State.OPEN);
        provider.settleDelayedPayment(id, false);

        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.fetch(id).arrears().orElseThrow().neverPaid())
                .as("the renewal was paid")
                .isFalse();
    }

    @Test
    void a_delayed_payment_that_comes_pays_nothing_of_a_renewal_that_failed() {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1));
        provider.declinePayments(ACME);
        shop.advanceDays(32);
        assertThat(shop.fetch(id).arrears().orElseThrow().neverPaid()).isTrue();
        provider.settleDelayedPayment(id, true);

        assertThat(states()).containsExactly(Invoice.State.OPEN, Invoice.State.PAID);
        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.fetch(id).arrears().orElseThrow().neverPaid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_delayed_payment_of_what_has_ended_revives_nothing(boolean comes) {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1));
        provider.cancelNow(id);
        shop.said();
        provider.settleDelayedPayment(id, comes);

        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(states()).containsExactly(comes ? Invoice.State.PAID : Invoice.State.OPEN);
        assertThat(shop.said())
                .containsExactly(
                        comes ? "invoice.paid" : "invoice.payment_failed",
                        "checkout.session.async_payment_" + (comes ? "succeeded" : "failed"));
    }

    private List<Invoice.State> states() {
        return provider.listInvoices(shop.customer(ACME), Optional.empty(), 10).invoices().stream()
                .map(Invoice::state)
                .toList();
    }

    @Test
    void a_delayed_payment_can_keep_what_it_buys_incomplete_so_that_nothing_is_granted_until_it_comes() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId id = provider.payLater(session, ProviderStatus.INCOMPLETE);

        assertThat(shop.status(id)).isEqualTo("incomplete");
        assertThat(sessionIn(1).paymentStatus()).isEqualTo("unpaid");
        assertThat(shop.said()).containsExactly("customer.subscription.created", "checkout.session.completed");

        shop.advanceDays(4);
        assertThat(shop.status(id)).isEqualTo("incomplete");
        provider.settleDelayedPayment(id, true);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(sessionIn(2).paymentStatus()).isEqualTo("paid");
        assertThat(shop.said())
                .containsExactly(
                        "invoice.paid", "customer.subscription.updated", "checkout.session.async_payment_succeeded");
    }

    @Test
    void a_delayed_payment_that_never_comes_ends_what_was_never_granted() {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1), ProviderStatus.INCOMPLETE);
        shop.said();
        provider.settleDelayedPayment(id, false);

        assertThat(shop.status(id)).isEqualTo("incomplete_expired");
        assertThat(shop.said())
                .containsExactly(
                        "invoice.payment_failed",
                        "customer.subscription.updated",
                        "checkout.session.async_payment_failed");
        assertRefused(Kind.WRONG_STATE, () -> provider.settleDelayedPayment(id, true));
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

    private CheckoutSession sessionIn(int event) {
        return ((EventContent.OfCheckout) shop.events.get(event).content()).session();
    }
}
