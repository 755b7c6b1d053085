package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult.Applied;
import dev.missioncontrol.billing.provider.ChangeResult.Declined;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ChangeResult.Scheduled;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends, at once and with the period, and how they are taken back. */
abstract class EndingContract extends ProviderContract {
    @Test
    void an_end_with_the_period_is_said_and_comes() {
        SubscriptionId id = bought(customer(), pro(), 1);
        Instant end = fetched(id).items().get(0).periodEnd().orElseThrow();

        assertThat(provider.cancelSubscription(id, Timing.PERIOD_END, key())).isEqualTo(new Scheduled(end));

        assertThat(fetched(id).status()).isEqualTo("active");
        assertThat(fetched(id).cancelAt()).contains(end);
        stage.advance(Duration.between(stage.now(), end).plusMinutes(5));
        assertThat(fetched(id).status()).isEqualTo("canceled");
        assertThat(fetched(id).endedAt()).contains(end);
    }

    @Test
    void an_end_with_the_period_of_its_only_line_is_an_end_with_its_period() {
        SubscriptionId id = bought(customer(), pro(), 1);
        Instant end = fetched(id).items().get(0).periodEnd().orElseThrow();

        assertThat(provider.cancelWithPeriodOf(id, pro(), key())).isEqualTo(new Scheduled(end));

        assertThat(fetched(id).status()).isEqualTo("active");
        assertThat(fetched(id).cancelAt()).contains(end);
        stage.advance(Duration.between(stage.now(), end).plusMinutes(5));
        assertThat(fetched(id).status()).isEqualTo("canceled");
        assertThat(fetched(id).endedAt()).contains(end);
    }

    @Test
    void an_end_with_the_period_can_be_taken_back() {
        SubscriptionId id = bought(customer(), pro(), 1);
        provider.cancelSubscription(id, Timing.PERIOD_END, key());

        assertThat(provider.resumeSubscription(id, key())).isEqualTo(new Applied());

        assertThat(fetched(id).cancelAt()).isEmpty();
        stage.advance(Duration.ofDays(40));
        assertThat(fetched(id).status()).isEqualTo("active");
    }

    @Test
    void canceling_twice_is_canceling_once() {
        SubscriptionId id = bought(customer(), pro(), 1);

        ChangeResult first = provider.cancelSubscription(id, Timing.PERIOD_END, key());

        assertThat(provider.cancelSubscription(id, Timing.PERIOD_END, key())).isEqualTo(first);
        assertThat(provider.cancelSubscription(id, Timing.NOW, key())).isEqualTo(new Applied());
        assertThat(provider.cancelSubscription(id, Timing.NOW, key())).isEqualTo(new Applied());
        assertThat(fetched(id).status()).isEqualTo("canceled");
        assertThat(fetched(id).endedAt()).isPresent();
    }

    @Test
    void an_end_gives_up_what_was_scheduled() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());

        assertThat(provider.cancelSubscription(id, Timing.PERIOD_END, key())).isInstanceOf(Scheduled.class);

        assertThat(provider.plannedChange(id)).isEmpty();
        provider.resumeSubscription(id, key());
        stage.advance(Duration.ofDays(40));
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @ParameterizedTest
    @EnumSource
    void no_change_takes_back_an_end(Timing when) {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.cancelSubscription(id, Timing.PERIOD_END, key());

        ChangeResult result = provider.changeSubscription(change(id, team(), team(), 8, when), key());

        assertThat(rejected(result)).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(fetched(id).cancelAt()).isPresent();
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @Test
    void more_seats_that_were_counted_are_paid_until_the_end_and_fewer_are_not_scheduled_over_it() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.cancelSubscription(id, Timing.PERIOD_END, key());
        Instant end = fetched(id).cancelAt().orElseThrow();

        ChangeResult fewer = provider.changeSubscription(
                change(id, team(), team(), 3, Timing.PERIOD_END).keepingPlanned(), key());
        assertThat(rejected(fewer)).isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(provider.changeSubscription(
                        change(id, team(), team(), 8, Timing.NOW).keepingPlanned(), key()))
                .isEqualTo(new Applied());

        assertThat(has(id)).isEqualTo("8 of " + team());
        assertThat(fetched(id).cancelAt()).contains(end);
        stage.advance(Duration.ofDays(40));
        assertThat(fetched(id).status()).isEqualTo("canceled");
    }

    @Test
    void more_seats_that_were_counted_and_are_declined_leave_an_end_as_it_is() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        provider.cancelSubscription(id, Timing.PERIOD_END, key());
        stage.declinePayments(customer);

        assertThat(provider.changeSubscription(
                        change(id, team(), team(), 8, Timing.NOW).keepingPlanned(), key()))
                .isInstanceOf(Declined.class);

        assertThat(has(id)).isEqualTo("5 of " + team());
        assertThat(fetched(id).cancelAt()).isPresent();
    }

    @Test
    void giving_up_what_was_scheduled_takes_back_no_end() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.changeSubscription(change(id, team(), team(), 3, Timing.PERIOD_END), key());
        provider.cancelSubscription(id, Timing.PERIOD_END, key());

        assertThat(rejected(provider.giveUpPlannedChange(id, key()))).isEqualTo(Reason.CHANGED_MEANWHILE);

        assertThat(fetched(id).cancelAt()).isPresent();
        stage.advance(Duration.ofDays(40));
        assertThat(fetched(id).status()).isEqualTo("canceled");
        assertThat(rejected(provider.giveUpPlannedChange(id, key()))).isEqualTo(Reason.ENDED);
    }

    @Test
    void what_has_ended_does_not_go_on() {
        SubscriptionId id = bought(customer(), pro(), 1);
        provider.cancelSubscription(id, Timing.NOW, key());

        assertThat(rejected(provider.resumeSubscription(id, key()))).isEqualTo(Reason.ENDED);
        assertThat(fetched(id).status()).isEqualTo("canceled");
    }

    @Test
    void what_goes_on_anyway_goes_on() {
        SubscriptionId id = bought(customer(), pro(), 1);

        assertThat(provider.resumeSubscription(id, key())).isEqualTo(new Applied());
        assertThat(fetched(id).status()).isEqualTo("active");
    }

    @Test
    void a_trial_without_a_card_pauses_and_goes_on_once_it_is_paid() {
        CustomerId customer = customer();
        CheckoutSessionId session = checkout(customer, pro(), 1, 7);
        stage.beginTrialWithoutCard(session);
        SubscriptionId id = provider.fetchCheckoutSession(session)
                .orElseThrow()
                .subscription()
                .orElseThrow();
        stage.advance(Duration.ofDays(8));
        assertThat(fetched(id).status()).isEqualTo("paused");

        assertThat(provider.resumeSubscription(id, key())).isInstanceOf(Declined.class);
        assertThat(fetched(id).status()).isEqualTo("paused");

        stage.acceptPayments(customer);
        assertThat(provider.resumeSubscription(id, key())).isEqualTo(new Applied());
        assertThat(fetched(id).status()).isEqualTo("active");
    }

    @Test
    void a_customer_that_is_gone_leaves_ended_subscriptions_behind() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, pro(), 1);

        stage.deleteCustomer(customer);

        assertThat(fetched(id).status()).isEqualTo("canceled");
    }

    @Test
    void a_customer_that_is_deleted_has_nothing_that_lives_and_stays_deleted() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, pro(), 1);
        CheckoutSessionId open = checkout(customer, team(), 2, 0);

        provider.deleteCustomer(customer);
        provider.deleteCustomer(customer);

        assertThat(fetched(id).status()).isEqualTo("canceled");
        assertThat(provider.fetchCheckoutSession(open).orElseThrow().state()).isEqualTo(CheckoutSession.State.EXPIRED);
    }

    @Test
    void a_customer_is_said_to_be_deleted_once_it_is() {
        CustomerId customer = customer();
        assertThat(provider.customerDeleted(customer)).isFalse();

        provider.deleteCustomer(customer);

        assertThat(provider.customerDeleted(customer)).isTrue();
    }

    @Test
    void a_customer_of_another_account_is_not_taken_for_a_deleted_one() {
        CustomerId theirs = new CustomerId("cus_somebodyelses");

        assertThatThrownBy(() -> provider.deleteCustomer(theirs))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.NOT_FOUND));
        assertThat(provider.customerDeleted(theirs)).isEqualTo(stage.forgetsWhatItMade());
    }
}
