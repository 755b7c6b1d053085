package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fetches: claimed by one at a time, written only by who holds the claim. */
abstract class RefreshesContract extends OnRefreshes {
    @Test
    void only_what_is_marked_is_claimed_and_the_claim_says_what_it_was_begun_on() {
        known(ACME);
        run(tx -> tx.accounts().lockSubscription(sub("quiet"), false, NOW));
        change(
                sub("1"),
                one -> new TrackedSubscription(
                        one.id(),
                        Optional.of(ACME),
                        false,
                        true,
                        one.snapshot(),
                        one.basis(),
                        true,
                        one.registers(),
                        one.pastDueSince(),
                        5,
                        2,
                        7));
        Claim claim = claimed(sub("1"), LONG);
        assertThat(claim.tenant()).contains(ACME);
        assertThat(claim.livemode()).isTrue();
        assertThat(claim.dirty()).isEqualTo(5);
        assertThat(claim.rowVersion()).isEqualTo(7);
        assertThat(claim.attempts()).isZero();
        assertThat(holds(claim)).isTrue();
    }

    @Test
    void a_second_claimant_gets_nothing_while_the_lease_lasts() {
        mark(sub("1"));
        claimed(sub("1"), LONG);
        assertThat(due()).isEmpty();
        assertThat(list(tx -> tx.refreshes().claim(List.of(sub("1")), LONG))).isEmpty();
    }

    @Test
    void a_write_of_the_subscription_does_not_end_its_lease() {
        mark(sub("1"));
        claimed(sub("1"), LONG);
        mark(sub("1"));
        assertThat(due()).isEmpty();
    }

    @Test
    void another_claims_once_the_lease_ran_out_and_the_first_ones_token_is_worth_nothing() {
        mark(sub("1"));
        Claim first = claimed(sub("1"), SOON);
        letPass(SOON);
        Claim second = claimed(sub("1"), LONG);
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(holds(first)).isFalse();
        assertThat(holds(second)).isTrue();
        release(first);
        postpone(first, Duration.ZERO);
        assertThat(holds(second)).isTrue();
        assertThat(due()).isEmpty();
    }

    @Test
    void a_claim_that_ran_out_holds_until_another_takes_it() {
        mark(sub("1"));
        Claim claim = claimed(sub("1"), SOON);
        letPass(SOON);
        assertThat(holds(claim)).isTrue();
    }

    @Test
    void a_claim_that_has_ended_holds_no_more() {
        mark(sub("1"), sub("2"));
        List<Claim> claims = claimDue(2, LONG);
        release(claims.get(0));
        postpone(claims.get(1), Duration.ZERO);
        assertThat(claims).noneMatch(this::holds);
    }

    @Test
    void a_mark_leaves_a_claim_as_it_is_and_a_new_snapshot_does_not() {
        mark(sub("1"));
        Claim claim = claimed(sub("1"), LONG);
        mark(sub("1"));
        assertThat(holds(claim)).isTrue();
        change(sub("1"), one -> SubscriptionsContract.boughtBy(one, new RandomRecords(1).customer(), "active"));
        assertThat(holds(claim)).isFalse();
        release(claim);
        assertThat(due()).as("released though its fetch was refused").containsExactly(sub("1"));
    }

    @Test
    void what_was_answered_is_not_due_any_more() {
        mark(sub("1"));
        Claim claim = claimed(sub("1"), LONG);
        answer(claim);
        release(claim);
        assertThat(due()).isEmpty();
        assertThat(list(tx -> tx.refreshes().claim(List.of(sub("1")), LONG))).isEmpty();
    }

    @Test
    void a_mark_during_a_claim_leaves_it_due_at_once() {
        mark(sub("1"));
        Claim claim = claimed(sub("1"), LONG);
        mark(sub("1"));
        answer(claim);
        release(claim);
        assertThat(claimed(sub("1"), LONG).dirty()).isEqualTo(2);
    }

    @Test
    void a_failed_fetch_is_due_after_its_delay_with_one_attempt_more() {
        mark(sub("1"));
        postpone(claimed(sub("1"), LONG), SOON);
        letPass(SOON);
        Claim second = claimed(sub("1"), LONG);
        assertThat(second.attempts()).isEqualTo(1);
        postpone(second, LONG);
        assertThat(due()).isEmpty();
        mark(sub("1"));
        assertThat(due()).as("a mark does not cut a delay short").isEmpty();
    }

    private Optional<Claim> takenOver(SubscriptionId id) {
        return find(tx -> tx.refreshes().takeOver(id, LONG));
    }

    @Test
    void one_is_taken_over_from_who_is_at_it_and_that_ones_token_is_worth_nothing() {
        mark(sub("1"));
        Claim first = claimed(sub("1"), LONG);
        mark(sub("1"));
        Claim second = takenOver(sub("1")).orElseThrow();
        assertThat(second.dirty()).isEqualTo(first.dirty() + 1);
        assertThat(holds(first)).isFalse();
        assertThat(holds(second)).isTrue();
        postpone(first, Duration.ZERO);
        assertThat(due()).isEmpty();
        answer(second);
        release(second);
        assertThat(takenOver(sub("1"))).as("no longer marked").isEmpty();
        assertThat(takenOver(sub("unknown"))).isEmpty();
    }

    @Test
    void named_ones_are_claimed_whether_due_or_not() {
        mark(sub("b"), sub("a"), sub("leased"));
        run(tx -> tx.accounts().lockSubscription(sub("quiet"), false, NOW));
        for (Claim claim : claimDue(2, LONG)) postpone(claim, LONG);
        assertThat(claimed(sub("leased"), LONG)).isNotNull();
        List<SubscriptionId> wanted =
                List.of(sub("b"), sub("unknown"), sub("a"), sub("b"), sub("leased"), sub("quiet"));
        assertThat(list(tx -> tx.refreshes().claim(wanted, LONG)))
                .extracting(Claim::subscription)
                .containsExactly(sub("a"), sub("b"));
        assertThat(list(tx -> tx.refreshes().claim(List.of(), LONG))).isEmpty();
    }

    @Test
    void attempts_start_anew_after_a_success() {
        mark(sub("1"));
        postpone(claimed(sub("1"), LONG), Duration.ZERO);
        release(claimed(sub("1"), LONG));
        assertThat(claimed(sub("1"), LONG).attempts()).isZero();
    }

    @Test
    void few_are_claimed_at_a_time() {
        mark(sub("a"), sub("b"), sub("c"));
        assertThat(claimDue(2, LONG)).hasSize(2);
        assertThat(claimDue(2, LONG)).hasSize(1);
        assertThat(claimDue(2, LONG)).isEmpty();
    }

    @Test
    void one_that_is_marked_again_and_again_does_not_keep_the_others_waiting() {
        mark(sub("a"), sub("b"), sub("c"));
        List<SubscriptionId> fetched = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            for (Claim claim : claimDue(1, LONG)) {
                fetched.add(claim.subscription());
                mark(claim.subscription());
                release(claim);
            }
        }
        assertThat(fetched).containsExactlyInAnyOrder(sub("a"), sub("b"), sub("c"));
    }

    @Test
    void the_claim_of_a_failed_transaction_was_never_made() {
        mark(sub("1"));
        catchThrowable(() -> run(tx -> {
            tx.refreshes().claimDue(1, LONG);
            throw new IllegalStateException("after all");
        }));
        assertThat(claimed(sub("1"), LONG).attempts()).isZero();
    }
}
