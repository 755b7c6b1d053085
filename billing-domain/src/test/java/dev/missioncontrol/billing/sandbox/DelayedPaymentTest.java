package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkout that is paid for in a way that takes days. */
class DelayedPaymentTest {
    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void a_delayed_payment_completes_the_session_and_what_it_buys_is_active_until_it_comes() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId id = provider.payLater(session);

        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.newestInvoice(ACME).state()).isEqualTo(Invoice.State.OPEN);
        assertThat(shop.sessionIn(2).paymentStatus()).isEqualTo("unpaid");
        assertThat(shop.said())
                .containsExactly(
                        "customer.subscription.created", "customer.subscription.updated", "checkout.session.completed");

        shop.advanceDays(4);
        provider.settleDelayedPayment(id, true);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.newestInvoice(ACME).state()).isEqualTo(Invoice.State.PAID);
        assertThat(shop.sessionIn(2).paymentStatus()).isEqualTo("paid");
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

    @Test
    void a_delayed_payment_that_failed_during_a_pause_is_made_up_for_by_no_other() {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1));
        InvoiceId first = shop.newestInvoice(ACME).id();
        provider.pause(id);
        provider.settleDelayedPayment(id, false);
        provider.resumePaused(id);
        assertThat(states()).containsExactly(Invoice.State.PAID, Invoice.State.OPEN);

        shop.advanceDays(32);
        assertThat(states()).containsExactly(Invoice.State.PAID, Invoice.State.PAID, Invoice.State.OPEN);
        provider.payInvoice(first, true);
        assertThat(states()).containsOnly(Invoice.State.PAID);
    }

    @Test
    void to_pay_for_it_later_ends_no_pause() {
        SubscriptionId id = provider.payLater(shop.checkout(PRO, 1));
        provider.pause(id);
        provider.settleDelayedPayment(id, false);
        provider.payInvoice(shop.newestInvoice(ACME).id(), true);

        assertThat(states()).containsExactly(Invoice.State.PAID);
        assertThat(shop.status(id)).isEqualTo("paused");
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
        assertThat(shop.sessionIn(1).paymentStatus()).isEqualTo("unpaid");
        assertThat(shop.said()).containsExactly("customer.subscription.created", "checkout.session.completed");

        shop.advanceDays(4);
        assertThat(shop.status(id)).isEqualTo("incomplete");
        provider.settleDelayedPayment(id, true);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.sessionIn(2).paymentStatus()).isEqualTo("paid");
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
}
