package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invoices are paid each by itself, on their pages, as long as they are open. */
class SandboxInvoicesTest {
    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void an_invoice_that_is_paid_after_the_end_revives_nothing() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceDays(60);
        assertThat(shop.status(id)).isEqualTo("canceled");
        HostedInvoice open = newestInvoice();
        assertThat(open.state()).isEqualTo(Invoice.State.OPEN);
        provider.acceptPayments(ACME);
        shop.said();
        provider.payInvoice(open.id());

        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(newestInvoice().state()).isEqualTo(Invoice.State.PAID);
        assertThat(shop.said()).containsExactly("invoice.paid");
        assertRefused(Kind.WRONG_STATE, () -> provider.payInvoice(open.id()));
    }

    @Test
    void a_first_invoice_that_is_paid_on_its_page_completes_its_checkout() {
        CheckoutSessionId session = shop.checkout(PRO, 1);
        SubscriptionId id = provider.beginPayment(session);
        provider.acceptPayments(ACME);
        provider.payInvoice(newestInvoice().id());

        assertThat(provider.session(session).orElseThrow().state()).isEqualTo(State.COMPLETE);
        shop.advanceDays(2);
        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void an_invoice_whose_payment_is_on_its_way_is_not_paid_again() {
        provider.payLater(shop.checkout(PRO, 1));
        assertThat(newestInvoice().attempt()).isEqualTo(HostedInvoice.Attempt.ON_ITS_WAY);
        assertRefused(
                Kind.WRONG_STATE, () -> provider.payInvoice(newestInvoice().id()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_invoice_that_can_not_be_paid_leaves_the_card_as_it_is(boolean accepted) {
        shop.bought(PRO, 1);
        InvoiceId paid = newestInvoice().id();
        CustomerId customer = newestInvoice().customer();
        assertRefused(Kind.WRONG_STATE, () -> provider.payInvoice(paid, accepted));
        assertThat(provider.nextPaymentFails(customer)).isFalse();

        provider.declinePayments(customer);
        assertRefused(Kind.WRONG_STATE, () -> provider.payInvoice(paid, accepted));
        provider.payLater(shop.checkout(TEAM, 2));
        InvoiceId onItsWay = newestInvoice().id();
        assertRefused(Kind.WRONG_STATE, () -> provider.payInvoice(onItsWay, accepted));
        assertThat(provider.nextPaymentFails(customer)).isTrue();
    }

    @Test
    void an_invoice_is_paid_or_declined_with_the_card_that_is_put_in_for_it() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceDays(32);
        InvoiceId open = newestInvoice().id();
        assertRefused(Kind.DECLINED, () -> provider.payInvoice(open, false));
        assertThat(shop.status(id)).isEqualTo("past_due");
        provider.payInvoice(open, true);
        assertThat(shop.status(id)).isEqualTo("active");
    }

    private HostedInvoice newestInvoice() {
        return invoices().get(0);
    }

    @Test
    void a_change_that_is_paid_leaves_a_renewal_owed() {
        SubscriptionId id = renewalDeclinedWhileAChangeWaits();
        HostedInvoice upgrade = invoices().get(1);
        provider.payInvoice(upgrade.id(), true);

        assertThat(seats(id)).isEqualTo(9);
        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(provider.subscription(id).orElseThrow().owed()).contains(new Money(3000, "usd"));
        assertThat(invoices()).extracting(HostedInvoice::state).startsWith(Invoice.State.OPEN, Invoice.State.PAID);
    }

    @Test
    void a_renewal_that_is_paid_leaves_a_change_waiting() {
        SubscriptionId id = renewalDeclinedWhileAChangeWaits();
        provider.payInvoice(invoices().get(0).id(), true);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(seats(id)).isEqualTo(2);
        assertThat(invoices()).extracting(HostedInvoice::state).startsWith(Invoice.State.PAID, Invoice.State.OPEN);

        shop.advanceTo("2026-02-01T12:00:00Z");
        assertThat(seats(id)).isEqualTo(2);
        assertThat(invoices()).extracting(HostedInvoice::state).startsWith(Invoice.State.PAID, Invoice.State.VOID);
    }

    private SubscriptionId renewalDeclinedWhileAChangeWaits() {
        SubscriptionId id = shop.bought(TEAM, 2);
        shop.advanceTo("2026-01-31T12:00:00Z");
        provider.askBankNext(shop.customer(ACME));
        provider.changeSubscription(new SubscriptionChange(id, TEAM, TEAM, 9, Timing.NOW), "k");
        provider.declineNextPayment(ACME);
        shop.advanceTo("2026-02-01T01:00:00Z");
        assertThat(shop.status(id)).isEqualTo("past_due");
        return id;
    }

    private List<HostedInvoice> invoices() {
        return provider.backOffice().invoices();
    }

    private long seats(SubscriptionId id) {
        return shop.fetch(id).items().get(0).quantity().orElseThrow();
    }
}
