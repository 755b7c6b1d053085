package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a provider answers when it is asked how things stand. */
abstract class AskingContract extends ProviderContract {
    @Test
    void a_subscription_is_answered_with_the_providers_own_time() {
        SubscriptionId id = bought(customer(), team(), 3);

        FetchedSubscription.Found found = found(provider.fetchSubscription(id));

        assertThat(found.at()).isEqualTo(stage.now().truncatedTo(ChronoUnit.SECONDS));
        assertThat(found.snapshot().livemode()).isEqualTo(provider.livemode());
        SubscriptionItem item = found.snapshot().items().get(0);
        assertThat(item.interval()).contains(BillingInterval.MONTH);
        assertThat(item.periodEnd().orElseThrow()).isAfter(stage.now().plus(Duration.ofDays(27)));
        assertThat(found.snapshot().arrears()).isEmpty();
    }

    @Test
    void a_subscription_that_nobody_made_is_never_found() {
        assertThat(provider.fetchSubscription(new SubscriptionId("sub_none")))
                .isNotInstanceOf(FetchedSubscription.Found.class);
    }

    @Test
    void what_it_made_can_be_fetched_and_nothing_of_the_other_mode() {
        SubscriptionId id = bought(customer(), pro(), 1);

        assertThat(provider.canFetch(id, provider.livemode())).isTrue();
        assertThat(provider.canFetch(id, !provider.livemode())).isFalse();
    }

    @Test
    void a_failed_renewal_is_past_due_since_it_failed_and_says_what_was_paid_last() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 3);
        Instant renewal = fetched(id).items().get(0).periodEnd().orElseThrow();
        stage.declinePayments(customer);

        stage.advance(Duration.between(stage.now(), renewal).plusHours(1));

        SubscriptionSnapshot owing = fetched(id);
        assertThat(owing.status()).isEqualTo("past_due");
        Arrears arrears = owing.arrears().orElseThrow();
        assertThat(arrears.since()).isEqualTo(renewal);
        assertThat(arrears.lastPaid()).hasSize(1);
        assertThat(arrears.lastPaid().get(0).price()).isEqualTo(team());
        assertThat(arrears.lastPaid().get(0).quantity()).hasValue(3);
    }

    @Test
    void subscriptions_are_listed_newest_first_page_by_page_and_ended_ones_too() {
        CustomerId customer = customer();
        List<SubscriptionId> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, bought(customer, pro(), 1));
            stage.advance(Duration.ofSeconds(1));
        }
        provider.cancelSubscription(made.get(2), SubscriptionChange.Timing.NOW, key());

        List<SubscriptionId> listed = new ArrayList<>();
        Optional<SubscriptionId> after = Optional.empty();
        SubscriptionPage page;
        do {
            page = provider.listSubscriptions(Optional.of(customer), after, 2);
            assertThat(page.subscriptions()).hasSizeLessThanOrEqualTo(2);
            page.subscriptions().forEach(one -> listed.add(one.id()));
            after = Optional.of(listed.get(listed.size() - 1));
        } while (page.more());
        assertThat(listed).isEqualTo(made);
        assertThat(provider.listSubscriptions(Optional.empty(), Optional.empty(), 100)
                        .subscriptions())
                .hasSize(5);
    }

    @Test
    void another_customers_subscriptions_are_not_listed() {
        CustomerId customer = customer();
        bought(customer, pro(), 1);
        CustomerId other = customer();

        assertThat(provider.listSubscriptions(Optional.of(other), Optional.empty(), 10)
                        .subscriptions())
                .isEmpty();
    }

    /** An empty page would say that nothing lives of one that a wrong key does not see. */
    @Test
    void subscriptions_of_a_customer_that_nobody_made_are_not_found() {
        assertFails(
                Kind.NOT_FOUND,
                () -> provider.listSubscriptions(Optional.of(new CustomerId("cus_none")), Optional.empty(), 10));
    }

    @Test
    void invoices_are_listed_newest_first_page_by_page() {
        CustomerId customer = customer();
        bought(customer, team(), 2);
        stage.advance(Duration.ofDays(70));

        InvoicePage all = provider.listInvoices(customer, Optional.empty(), 10);
        InvoicePage first = provider.listInvoices(customer, Optional.empty(), 2);
        InvoicePage rest = provider.listInvoices(
                customer, Optional.of(first.invoices().get(1).id()), 2);

        assertThat(all.invoices()).hasSize(3);
        assertThat(all.more()).isFalse();
        assertThat(all.invoices()).extracting(Invoice::date).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(all.invoices()).allSatisfy(invoice -> {
            assertThat(invoice.total()).isEqualTo(new Money(3000, "usd"));
            assertThat(invoice.state()).isEqualTo(Invoice.State.PAID);
            assertThat(invoice.number()).isPresent();
            assertThat(invoice.hostedPage()).isPresent();
        });
        assertThat(first.more()).isTrue();
        assertThat(rest.invoices()).isEqualTo(all.invoices().subList(2, 3));
    }

    @Test
    void an_invoice_that_was_not_paid_is_open() {
        CustomerId customer = customer();
        bought(customer, pro(), 1);
        stage.declinePayments(customer);
        stage.advance(Duration.ofDays(32));

        assertThat(provider.listInvoices(customer, Optional.empty(), 1).invoices())
                .extracting(Invoice::state)
                .containsExactly(Invoice.State.OPEN);
    }

    @Test
    void invoices_of_a_customer_that_nobody_made_are_not_found() {
        assertFails(Kind.NOT_FOUND, () -> provider.listInvoices(new CustomerId("cus_none"), Optional.empty(), 10));
    }

    @Test
    void what_a_customer_pays_with_is_known_once_it_paid() {
        CustomerId customer = customer();
        assertThat(provider.paymentDetails(customer, Optional.empty()).method()).isEmpty();

        SubscriptionId id = bought(customer, pro(), 1);

        PaymentMethod method =
                provider.paymentDetails(customer, Optional.of(id)).method().orElseThrow();
        assertThat(method.type()).isEqualTo("card");
        assertThat(method.last4()).isPresent();
        assertThat(method.expiry()).isPresent();
    }

    @Test
    void invoices_go_where_they_were_last_sent_to() {
        CustomerId customer = customer();
        assertThat(provider.paymentDetails(customer, Optional.empty()).email())
                .contains(new EmailAddress("billing@acme.example"));

        provider.changeBillingEmail(customer, new EmailAddress("people@acme.example"));
        provider.changeBillingEmail(customer, new EmailAddress("books@acme.example"));

        assertThat(provider.paymentDetails(customer, Optional.empty()).email())
                .contains(new EmailAddress("books@acme.example"));
    }

    @Test
    void nobody_asks_or_changes_how_a_customer_pays_that_is_gone() {
        CustomerId gone = customer();
        stage.deleteCustomer(gone);

        assertFails(Kind.NOT_FOUND, () -> provider.paymentDetails(gone, Optional.empty()));
        assertFails(
                Kind.NOT_FOUND,
                () -> provider.changeBillingEmail(new CustomerId("cus_none"), new EmailAddress("books@acme.example")));
    }

    @Test
    void a_provider_that_is_away_is_the_providers_fault_and_may_be_asked_again() {
        SubscriptionId id = bought(customer(), pro(), 1);
        stage.goAway();

        ProviderException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                ProviderException.class, () -> provider.fetchSubscription(id));

        assertThat(failure.retryable()).isTrue();
        assertThat(failure.fault()).isEqualTo(ProviderException.Fault.PROVIDER);
        stage.comeBack();
        assertThat(fetched(id).status()).isEqualTo("active");
    }
}
