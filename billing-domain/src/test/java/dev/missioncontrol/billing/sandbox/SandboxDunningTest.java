package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SandboxDunningTest {
    private static final Instant RENEWAL = Instant.parse("2026-02-01T00:00:00Z");

    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void a_declined_renewal_is_past_due_since_that_attempt_with_what_was_paid_before() {
        SubscriptionId id = shop.bought(TEAM, 5);
        var paidFor = shop.fetch(id).items();
        shop.said();
        provider.declineNextPayment(ACME);
        shop.advanceDays(31);

        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.fetch(id).arrears()).contains(new Arrears(RENEWAL, paidFor));
        assertThat(shop.periodEnd(id)).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(shop.view(id).owed()).contains(new Money(7500, "usd"));
        assertThat(shop.view(id).nextAttempt()).contains(RENEWAL.plus(Duration.ofDays(3)));
        assertThat(shop.said())
                .containsExactly(
                        "invoice.upcoming",
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.payment_failed",
                        "customer.subscription.updated");
    }

    @Test
    void one_declined_payment_is_made_good_by_the_first_retry() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declineNextPayment(ACME);
        shop.advanceDays(31);
        shop.said();
        shop.advanceDays(3);

        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.fetch(id).arrears()).isEmpty();
        assertThat(shop.said()).containsExactly("invoice.paid", "customer.subscription.updated");
    }

    @Test
    void it_says_beforehand_whether_the_next_payment_fails() {
        SubscriptionId id = shop.bought(PRO, 1);
        CustomerId customer = shop.view(id).customer();
        assertThat(provider.nextPaymentFails(customer)).isFalse();
        provider.declineNextPayment(ACME);
        assertThat(provider.nextPaymentFails(customer)).isTrue();
        shop.advanceDays(31);
        assertThat(provider.nextPaymentFails(customer))
                .as("only that one failed")
                .isFalse();
        provider.declinePayments(ACME);
        shop.advanceDays(3);
        assertThat(provider.nextPaymentFails(customer)).isTrue();
        provider.acceptPayments(ACME);
        assertThat(provider.nextPaymentFails(customer)).isFalse();
        provider.deleteCustomer(customer);
        assertThat(provider.nextPaymentFails(customer)).isTrue();
    }

    @Test
    void arrears_count_from_the_first_failure_through_every_retry() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceDays(31 + 3 + 5);

        assertThat(shop.fetch(id).arrears().orElseThrow().since()).isEqualTo(RENEWAL);
        assertThat(shop.view(id).nextAttempt()).contains(RENEWAL.plus(Duration.ofDays(15)));
    }

    @Test
    void the_last_failed_retry_cancels() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceDays(31 + 14);
        assertThat(shop.status(id)).isEqualTo("past_due");
        shop.said();
        shop.advanceDays(1);

        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(shop.fetch(id).endedAt()).contains(RENEWAL.plus(Duration.ofDays(15)));
        assertThat(shop.said()).containsExactly("invoice.payment_failed", "customer.subscription.deleted");
    }

    @Test
    void the_last_failed_retry_leaves_unpaid_where_that_is_set_and_collects_no_more() {
        provider.afterLastRetry(AfterLastRetry.UNPAID);
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceDays(31 + 15);
        assertThat(shop.status(id)).isEqualTo("unpaid");

        provider.acceptPayments(ACME);
        shop.advanceTo("2026-03-02T00:00:00Z");
        assertThat(shop.status(id)).isEqualTo("unpaid");
        assertThat(shop.view(id).owed()).contains(new Money(4000, "usd"));
        assertThat(shop.fetch(id).arrears().orElseThrow().since()).isEqualTo(RENEWAL);

        provider.payOpenInvoice(id);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.view(id).owed()).isEmpty();
    }

    @Test
    void the_last_failed_retry_leaves_past_due_where_that_is_set_until_a_renewal_is_paid() {
        provider.afterLastRetry(AfterLastRetry.PAST_DUE);
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceTo("2026-03-20T00:00:00Z");
        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.view(id).nextAttempt()).isEmpty();

        provider.acceptPayments(ACME);
        shop.advanceTo("2026-04-01T00:00:00Z");
        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void an_invoice_paid_by_hand_makes_it_active_and_stops_the_retries() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceDays(31);
        shop.said();
        provider.payOpenInvoice(id);

        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.said()).containsExactly("invoice.paid", "customer.subscription.updated");
        shop.advanceDays(20);
        assertThat(shop.status(id)).isEqualTo("active");
        assertRefused(Kind.WRONG_STATE, () -> provider.payOpenInvoice(id));
    }

    @Test
    void a_card_renewed_in_time_is_not_declined() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declineNextPayment(ACME);
        provider.acceptPayments(ACME);
        shop.advanceDays(31);

        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void a_renewed_card_is_charged_at_the_next_retry() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(shop.customer(ACME));
        shop.advanceDays(31);
        provider.acceptPayments(shop.customer(ACME));
        assertThat(shop.status(id)).isEqualTo("past_due");
        shop.advanceDays(3);

        assertThat(shop.status(id)).isEqualTo("active");
    }
}
