package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ChangeResult.Applied;
import dev.missioncontrol.billing.provider.ChangeResult.Declined;
import dev.missioncontrol.billing.provider.ChangeResult.PaymentNeeded;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ChangeResult.Scheduled;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is planned with the next period: it comes, is taken back, or gives way to what is wished for or counted later. */
abstract class PlanningContract extends ProviderContract {
    private Optional<PlannedChange> plannedByFetch(SubscriptionId id) {
        return found(provider.fetchSubscription(id)).planned();
    }

    @Test
    void a_downgrade_is_scheduled_and_takes_place_with_the_next_period() {
        SubscriptionId id = bought(customer(), team(), 5);
        Instant end = fetched(id).items().get(0).periodEnd().orElseThrow();

        ChangeResult result = provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());

        assertThat(result).isEqualTo(new Scheduled(end));
        assertThat(provider.plannedChange(id)).contains(new PlannedChange(pro(), 1, end));
        assertThat(plannedByFetch(id)).contains(new PlannedChange(pro(), 1, end));
        assertThat(has(id)).isEqualTo("5 of " + team());
        stage.advance(Duration.between(stage.now(), end).plusMinutes(5));
        assertThat(has(id)).isEqualTo("1 of " + pro());
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void a_change_planned_on_the_day_that_a_planned_one_came_comes_with_the_next_period_too() {
        SubscriptionId id = bought(customer(), team(), 5);
        Instant first = fetched(id).items().get(0).periodEnd().orElseThrow();
        provider.changeSubscription(change(id, team(), team(), 3, Timing.PERIOD_END), key());
        stage.advance(Duration.between(stage.now(), first).plusMinutes(5));
        assertThat(has(id)).isEqualTo("3 of " + team());
        Instant second = fetched(id).items().get(0).periodEnd().orElseThrow();

        ChangeResult result = provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());

        assertThat(second).isAfter(first.plus(Duration.ofDays(27)));
        assertThat(result).isEqualTo(new Scheduled(second));
        assertThat(provider.plannedChange(id)).contains(new PlannedChange(pro(), 1, second));
        stage.advance(Duration.ofDays(2));
        assertThat(has(id)).isEqualTo("3 of " + team());
    }

    @Test
    void a_scheduled_downgrade_can_be_taken_back() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());

        assertThat(provider.resumeSubscription(id, key())).isEqualTo(new Applied());

        assertThat(provider.plannedChange(id)).isEmpty();
        assertThat(plannedByFetch(id)).isEmpty();
        stage.advance(Duration.ofDays(40));
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @Test
    void a_scheduled_change_can_be_given_up_by_itself() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.changeSubscription(change(id, team(), team(), 3, Timing.PERIOD_END), key());

        assertThat(provider.giveUpPlannedChange(id, key())).isEqualTo(new Applied());
        assertThat(provider.giveUpPlannedChange(id, key())).isEqualTo(new Applied());

        assertThat(provider.plannedChange(id)).isEmpty();
        stage.advance(Duration.ofDays(40));
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @Test
    void what_was_counted_takes_the_place_of_seats_that_are_scheduled_and_of_no_other_price() {
        SubscriptionId id = bought(customer(), team(), 5);
        SubscriptionChange more = change(id, team(), team(), 8, Timing.NOW).keepingPlanned();
        SubscriptionChange fewer =
                change(id, team(), team(), 4, Timing.PERIOD_END).keepingPlanned();
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());

        for (ChangeResult result : new ChangeResult[] {
            provider.changeSubscription(more, key()),
            provider.changeSubscription(fewer, key()),
            provider.giveUpPlannedChange(id, key())
        }) assertThat(rejected(result)).isEqualTo(Reason.CHANGED_MEANWHILE);

        assertThat(provider.plannedChange(id).orElseThrow().price()).isEqualTo(pro());
        provider.changeSubscription(change(id, team(), team(), 3, Timing.PERIOD_END), key());
        assertThat(provider.changeSubscription(fewer, key())).isInstanceOf(Scheduled.class);
        assertThat(provider.plannedChange(id).orElseThrow().quantity()).isEqualTo(4);
        assertThat(provider.changeSubscription(more, key())).isEqualTo(new Applied());
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void the_newest_wish_takes_the_place_of_the_one_before() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());

        provider.changeSubscription(change(id, team(), team(), 3, Timing.PERIOD_END), key());

        assertThat(provider.plannedChange(id).orElseThrow().quantity()).isEqualTo(3);
        assertThat(provider.changeSubscription(change(id, team(), team(), 8, Timing.NOW), key()))
                .isEqualTo(new Applied());
        assertThat(provider.plannedChange(id)).isEmpty();
        stage.advance(Duration.ofDays(40));
        assertThat(has(id)).isEqualTo("8 of " + team());
    }

    /** A downgrade is planned, and gives way to an upgrade that the bank asks about. */
    private SubscriptionId gaveWay(CustomerId customer) {
        SubscriptionId id = bought(customer, team(), 5);
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());
        stage.askBankNext(customer);
        assertThat(provider.changeSubscription(change(id, team(), team(), 9, Timing.NOW), key()))
                .isInstanceOf(PaymentNeeded.class);
        return id;
    }

    private boolean awaitsPayment(SubscriptionId id) {
        return found(provider.fetchSubscription(id)).awaitsPayment();
    }

    @Test
    void what_gave_way_to_a_change_that_was_not_paid_in_time_can_be_planned_again() {
        SubscriptionId id = gaveWay(customer());
        Instant end = fetched(id).items().get(0).periodEnd().orElseThrow();
        assertThat(awaitsPayment(id)).isTrue();
        assertThat(rejected(provider.restorePlannedChange(id, key()))).isEqualTo(Reason.UNDER_WAY);
        stage.advance(Duration.ofDays(1));

        assertThat(awaitsPayment(id)).isFalse();
        assertThat(provider.plannedChange(id)).isEmpty();
        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Scheduled(end));
        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Applied());
        assertThat(provider.plannedChange(id)).contains(new PlannedChange(pro(), 1, end));
        stage.advance(Duration.between(stage.now(), end).plusMinutes(5));
        assertThat(has(id)).isEqualTo("1 of " + pro());
    }

    @Test
    void what_gave_way_to_a_first_change_can_be_planned_again_though_a_second_one_was_not_paid_either() {
        CustomerId customer = customer();
        SubscriptionId id = gaveWay(customer);
        Instant end = fetched(id).items().get(0).periodEnd().orElseThrow();
        stage.askBankNext(customer);
        assertThat(provider.changeSubscription(change(id, team(), team(), 12, Timing.NOW), key()))
                .isInstanceOf(PaymentNeeded.class);
        stage.advance(Duration.ofDays(1));

        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Scheduled(end));
        assertThat(provider.plannedChange(id)).contains(new PlannedChange(pro(), 1, end));
    }

    @Test
    void seats_that_gave_way_to_a_newer_count_stay_so_though_that_is_declined() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        provider.changeSubscription(
                change(id, team(), team(), 3, Timing.PERIOD_END).keepingPlanned(), key());
        stage.declinePayments(customer);

        assertThat(provider.changeSubscription(
                        change(id, team(), team(), 8, Timing.NOW).keepingPlanned(), key()))
                .isInstanceOf(Declined.class);

        stage.acceptPayments(customer);
        assertThat(provider.plannedChange(id)).isEmpty();
        stage.advance(Duration.ofDays(40));
        assertThat(has(id)).isEqualTo("5 of " + team());
    }

    @Test
    void seats_that_gave_way_to_a_newer_count_are_planned_again_by_nobody_who_looks_for_what_gave_way() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        SubscriptionChange fewer =
                change(id, team(), team(), 3, Timing.PERIOD_END).keepingPlanned();
        SubscriptionChange more = change(id, team(), team(), 8, Timing.NOW).keepingPlanned();
        provider.changeSubscription(fewer, key());
        stage.declinePayments(customer);
        assertThat(provider.changeSubscription(more, key())).isInstanceOf(Declined.class);
        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Applied());
        assertThat(provider.plannedChange(id)).isEmpty();

        stage.acceptPayments(customer);
        provider.changeSubscription(fewer, key());
        stage.askBankNext(customer);
        assertThat(provider.changeSubscription(more, key())).isInstanceOf(PaymentNeeded.class);
        stage.advance(Duration.ofDays(1));
        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Applied());
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void a_price_that_gave_way_to_an_upgrade_can_be_planned_again_though_a_count_was_declined_since() {
        CustomerId customer = customer();
        SubscriptionId id = gaveWay(customer);
        stage.advance(Duration.ofDays(1));
        stage.declinePayments(customer);
        assertThat(provider.changeSubscription(
                        change(id, team(), team(), 8, Timing.NOW).keepingPlanned(), key()))
                .isInstanceOf(Declined.class);

        assertThat(provider.restorePlannedChange(id, key())).isInstanceOf(Scheduled.class);
        assertThat(provider.plannedChange(id)).map(PlannedChange::price).contains(pro());
    }

    @Test
    void what_gave_way_to_a_change_that_was_paid_is_not_planned_again() {
        SubscriptionId id = gaveWay(customer());
        stage.confirmPayment(id);

        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Applied());

        assertThat(provider.plannedChange(id)).isEmpty();
        stage.advance(Duration.ofDays(40));
        assertThat(has(id)).isEqualTo("9 of " + team());
    }

    @Test
    void what_was_taken_back_or_is_going_to_end_is_not_planned_again() {
        SubscriptionId id = bought(customer(), team(), 5);
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());
        provider.resumeSubscription(id, key());
        assertThat(provider.restorePlannedChange(id, key())).isEqualTo(new Applied());
        SubscriptionId ending = gaveWay(customer());
        provider.cancelSubscription(ending, Timing.PERIOD_END, key());
        assertThat(provider.restorePlannedChange(ending, key())).isEqualTo(new Applied());

        assertThat(provider.plannedChange(id)).isEmpty();
        assertThat(fetched(ending).cancelAt()).isPresent();
    }

    @Test
    void what_was_counted_takes_the_place_of_seats_that_wait_for_their_payment_and_of_no_other_price() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        stage.askBankNext(customer);
        provider.changeSubscription(
                change(id, team(), stage.price("team", BillingInterval.YEAR), 5, Timing.NOW), key());

        for (SubscriptionChange count : new SubscriptionChange[] {
            change(id, team(), team(), 8, Timing.NOW), change(id, team(), team(), 4, Timing.PERIOD_END)
        })
            assertThat(rejected(provider.changeSubscription(count.keepingPlanned(), key())))
                    .isEqualTo(Reason.CHANGED_MEANWHILE);

        assertThat(awaitsPayment(id)).isTrue();
        stage.askBankNext(customer);
        provider.changeSubscription(change(id, team(), team(), 7, Timing.NOW), key());
        assertThat(provider.changeSubscription(
                        change(id, team(), team(), 8, Timing.NOW).keepingPlanned(), key()))
                .isEqualTo(new Applied());
        assertThat(has(id)).isEqualTo("8 of " + team());
    }

    private Set<SubscriptionId> listedAsUnplanned(CustomerId customer) {
        return provider.listSubscriptions(Optional.of(customer), Optional.empty(), 10)
                .unplanned();
    }

    @Test
    void a_list_does_not_say_that_nothing_is_planned_where_something_is_or_waits_for_its_payment() {
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 5);
        provider.changeSubscription(change(id, team(), pro(), 1, Timing.PERIOD_END), key());
        assertThat(listedAsUnplanned(customer)).isEmpty();

        stage.askBankNext(customer);
        assertThat(provider.changeSubscription(change(id, team(), team(), 9, Timing.NOW), key()))
                .isInstanceOf(PaymentNeeded.class);
        assertThat(provider.plannedChange(id)).isEmpty();
        assertThat(listedAsUnplanned(customer)).isEmpty();
    }
}
