package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangeResult.Applied;
import dev.missioncontrol.billing.provider.ChangeResult.Declined;
import dev.missioncontrol.billing.provider.ChangeResult.PaymentNeeded;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Other plans, seats and intervals: at once and only once paid, or with the next period. */
abstract class ChangingContract extends ProviderContract {
    @Test
    void a_preview_says_what_an_upgrade_costs_and_changes_nothing() {
        SubscriptionId id = bought(customer(), team(), 2);
        stage.advance(Duration.ofDays(10));

        ChangePreview preview = provider.previewChange(change(id, team(), team(), 5, Timing.NOW));

        assertThat(preview.recurring()).isEqualTo(new Money(7500, "usd"));
        assertThat(preview.dueNow().minorUnits()).isBetween(2000L, 4500L);
        assertThat(preview.lines().stream()
                        .mapToLong(line -> line.amount().minorUnits())
                        .sum())
                .isEqualTo(preview.dueNow().minorUnits());
        assertThat(preview.lines()).anyMatch(ChangePreview.Line::proration);
        assertThat(preview.nextPayment()).isEqualTo(fetched(id).items().get(0).periodEnd());
        assertThat(has(id)).isEqualTo("2 of " + team());
    }

    @Test
    void a_preview_of_a_change_with_the_next_period_costs_nothing_now() {
        SubscriptionId id = bought(customer(), team(), 5);

        ChangePreview preview = provider.previewChange(change(id, team(), pro(), 1, Timing.PERIOD_END));

        assertThat(preview.dueNow()).isEqualTo(Money.none("usd"));
        assertThat(preview.recurring()).isEqualTo(new Money(2000, "usd"));
        assertThat(Optional.of(preview.effectiveAt()))
                .isEqualTo(fetched(id).items().get(0).periodEnd());
    }

    @Test
    void a_preview_of_what_can_not_be_says_so() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.cancelSubscription(id, Timing.NOW, key());

        assertFails(Kind.WRONG_STATE, () -> provider.previewChange(change(id, team(), pro(), 1, Timing.NOW)));
    }

    @Test
    void an_upgrade_charges_what_the_preview_said_and_applies_at_once() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 2);
        stage.advance(Duration.ofDays(10));
        ChangePreview preview = provider.previewChange(change(id, team(), team(), 5, Timing.NOW));

        ChangeResult result = provider.changeSubscription(
                new SubscriptionChange(
                        id, team(), team(), 5, Timing.NOW, false, preview.prorationDate(), false, Optional.empty()),
                key());

        assertThat(result).isEqualTo(new Applied());
        assertThat(has(id)).isEqualTo("5 of " + team());
        assertThat(provider.listInvoices(customer, Optional.empty(), 1)
                        .invoices()
                        .get(0)
                        .total())
                .isEqualTo(preview.dueNow());
    }

    @Test
    void another_interval_begins_a_new_period_at_once() {
        SubscriptionId id = bought(customer(), team(), 2);

        ChangeResult result = provider.changeSubscription(
                change(id, team(), stage.price("team", BillingInterval.YEAR), 2, Timing.NOW), key());

        assertThat(result).isEqualTo(new Applied());
        Instant end = fetched(id).items().get(0).periodEnd().orElseThrow();
        assertThat(end).isAfter(stage.now().plus(Duration.ofDays(360)));
    }

    @Test
    void a_declined_upgrade_leaves_all_as_it_was_and_nothing_waits_to_be_paid() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 2);
        stage.declinePayments(customer);

        ChangeResult result = provider.changeSubscription(change(id, team(), team(), 9, Timing.NOW), key());

        assertThat(result).isInstanceOf(Declined.class);
        assertThat(has(id)).isEqualTo("2 of " + team());
        assertThat(fetched(id).status()).isEqualTo("active");
        assertThat(provider.listInvoices(customer, Optional.empty(), 10).invoices())
                .extracting(Invoice::state)
                .doesNotContain(Invoice.State.OPEN);
        stage.acceptPayments(customer);
        stage.advance(Duration.ofDays(2));
        assertThat(has(id)).isEqualTo("2 of " + team());
    }

    @Test
    void an_upgrade_that_the_bank_asks_about_waits_for_the_customer() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 2);
        stage.askBankNext(customer);

        ChangeResult result = provider.changeSubscription(change(id, team(), team(), 9, Timing.NOW), key());

        assertThat(result).isInstanceOf(PaymentNeeded.class);
        assertThat(has(id)).isEqualTo("2 of " + team());
        stage.confirmPayment(id);
        assertThat(has(id)).isEqualTo("9 of " + team());
    }

    @Test
    void more_seats_that_by_now_would_be_fewer_take_back_nothing_that_is_paid_for() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        provider.changeSubscription(change(id, team(), team(), 9, Timing.NOW), key());

        ChangeResult result = provider.changeSubscription(change(id, team(), team(), 7, Timing.NOW), key());

        assertThat(rejected(result)).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(has(id)).isEqualTo("9 of " + team());
    }

    @Test
    void what_is_so_already_is_applied_and_costs_nothing() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);

        assertThat(provider.changeSubscription(change(id, team(), team(), 5, Timing.NOW), key()))
                .isEqualTo(new Applied());
        assertThat(provider.listInvoices(customer, Optional.empty(), 10).invoices())
                .hasSize(1);
    }

    @Test
    void a_change_of_what_somebody_else_changed_meanwhile_is_rejected() {
        SubscriptionId id = bought(customer(), team(), 5);

        ChangeResult result = provider.changeSubscription(change(id, pro(), team(), 7, Timing.NOW), key());

        assertThat(rejected(result)).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @Test
    void what_has_ended_is_not_changed() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.cancelSubscription(id, Timing.NOW, key());

        ChangeResult result = provider.changeSubscription(change(id, team(), team(), 7, Timing.NOW), key());

        assertThat(rejected(result)).isEqualTo(Reason.ENDED);
    }

    @Test
    void a_subscription_that_owes_is_not_upgraded() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        stage.declinePayments(customer);
        stage.advance(Duration.ofDays(32));

        ChangeResult result = provider.changeSubscription(change(id, team(), team(), 7, Timing.NOW), key());

        assertThat(rejected(result)).isEqualTo(Reason.WRONG_STATE);
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @Test
    void the_same_key_charges_once() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 2);
        SubscriptionChange change = change(id, team(), team(), 5, Timing.NOW);

        assertThat(provider.changeSubscription(change, "once")).isEqualTo(new Applied());
        assertThat(provider.changeSubscription(change, "once")).isEqualTo(new Applied());

        assertThat(provider.listInvoices(customer, Optional.empty(), 10).invoices())
                .hasSize(2);
    }
}
