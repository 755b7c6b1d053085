package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was planned and gave way to a change that nobody paid is planned again, or said to be gone. */
class LostPlansTest extends AfterALapsedUpgrade {
    @Test
    void a_plan_of_what_has_ended_or_is_going_to_end_is_not_one_that_was_lost() {
        Instant now = Instant.parse("2026-05-01T12:00:00Z");
        Instant next = now.plus(Duration.ofDays(9));
        PlannedChange plan = new PlannedChange(new PriceId("price_pro"), 1, next);
        ASnapshot lives = ASnapshot.of("sub_1", now.minus(Duration.ofDays(20)))
                .status("active")
                .monthly("price_team", 3, next);
        assertThat(LostPlans.isLost(plan, new FetchedSubscription.Found(lives.said(), now)))
                .isTrue();
        lives.cancelAt(Optional.of(next));
        assertThat(LostPlans.isLost(plan, new FetchedSubscription.Found(lives.said(), now)))
                .isFalse();
        lives.cancelAt(Optional.empty()).status("canceled").endedAt(Optional.of(now));
        assertThat(LostPlans.isLost(plan, new FetchedSubscription.Found(lives.said(), now)))
                .isFalse();
    }

    @Test
    void it_stays_remembered_while_the_upgrade_may_be_under_way_and_is_asked_for_again() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
        assertSettled();

        int before = asked;
        billing.runDue();
        assertThat(asked).isEqualTo(before);
        restoring = Intercepted.Call::proceed;
        stripe.advance(LostPlans.ASKED_AGAIN);
        billing.runDue();
        assertThat(stripe.plannedChange(subscription())).isPresent();
        assertThat(audited()).singleElement().asString().startsWith("planned again");
    }

    @Test
    void a_failure_that_passes_keeps_it_and_holds_up_no_fetch() {
        restoring = call -> {
            throw new ProviderException(Kind.MALFORMED_ANSWER, "no JSON");
        };
        upgradeLapses();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
        assertSettled();
        assertThat(notes).anyMatch(WorkNote.FetchFailed.class::isInstance);
    }

    @Test
    void a_failure_that_never_passes_is_said_in_the_end() {
        restoring = call -> {
            throw new ProviderException(Kind.MALFORMED_ANSWER, "no JSON");
        };
        upgradeLapses();
        for (int i = 0; i < LostPlans.MOST_ATTEMPTS; i++) {
            stripe.advance(Backoff.LONGEST);
            billing.runDue();
        }
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (MALFORMED_ANSWER)");
    }

    @Test
    void what_is_under_way_for_ever_is_said_to_be_lost_in_the_end() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        for (int i = 0; i < LostPlans.MOST_ATTEMPTS; i++) {
            stripe.advance(LostPlans.ASKED_AGAIN);
            billing.runDue();
        }
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (UNDER_WAY)");
        int before = asked;
        stripe.advance(LostPlans.ASKED_AGAIN);
        billing.runDue();
        assertThat(asked).isEqualTo(before);
    }

    @Test
    void a_provider_that_is_away_for_days_costs_nobody_a_plan() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        away();
        for (int i = 0; i < Duration.ofDays(2).dividedBy(Backoff.LONGEST); i++) {
            stripe.advance(Backoff.LONGEST);
            billing.runDue();
        }
        fetching = Intercepted.Call::proceed;
        for (int i = 0; i < LostPlans.MOST_ATTEMPTS / 2; i++) {
            stripe.advance(Backoff.LONGEST);
            billing.runDue();
        }
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
        restoring = Intercepted.Call::proceed;
        stripe.advance(Backoff.LONGEST);
        billing.runDue();
        assertThat(stripe.plannedChange(subscription())).isPresent();
    }

    @Test
    void a_provider_that_can_not_do_it_holds_up_no_fetch() {
        restoring = call -> {
            throw new UnsupportedOperationException("not here");
        };
        upgradeLapses();
        assertSettled();
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (UnsupportedOperationException)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_second_answer_finds_planned_is_not_said_to_be_gone(boolean refused) {
        restoring = call -> {
            deaf = true;
            call.proceed();
            if (refused) throw new ProviderException(Kind.INVALID_REQUEST, "it is planned by now");
            return new ChangeResult.Applied();
        };
        upgradeLapses();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
    }

    @Test
    void what_is_planned_again_is_said_also_where_something_newer_was_written_meanwhile() {
        restoring = call -> {
            Object result = call.proceed();
            FetchedSubscription newer = stripe.fetchSubscription(subscription());
            store.inTransaction(tx -> {
                Instant now = stripe.clock().instant();
                TrackedSubscription row = tx.accounts().lockSubscription(subscription(), false, now);
                tx.accounts().save(row.settle(newer, 0, catalog).next(), now);
                return null;
            });
            return result;
        };
        upgradeLapses();
        assertThat(audited()).singleElement().asString().startsWith("planned again");
    }
}
