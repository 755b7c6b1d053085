package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fetches that fail, and those that somebody asks for before they are due. */
abstract class EarlyFetchesContract extends OnRefreshes {
    private Claim claimedByName(SubscriptionId id) {
        List<Claim> claims = list(tx -> tx.refreshes().claim(List.of(id), LONG));
        assertThat(claims).extracting(Claim::subscription).containsExactly(id);
        return claims.get(0);
    }

    @Test
    void what_fails_early_is_due_when_it_was_to_be_and_does_not_count() {
        mark(sub("1"));
        postpone(claimed(sub("1"), LONG), LONG);
        Claim early = claimedByName(sub("1"));
        assertThat(early.early()).isPresent();
        postpone(early, LONG.multipliedBy(2));
        assertThat(claimedByName(sub("1"))).satisfies(again -> {
            assertThat(again.early()).isEqualTo(early.early());
            // Also where the answer is written, and another one is wanted.
            answer(again);
            mark(sub("1"));
            postpone(again, Duration.ZERO);
        });
        assertThat(due()).isEmpty();
        assertThat(claimedByName(sub("1"))).satisfies(last -> {
            assertThat(last.early()).isEqualTo(early.early());
            assertThat(last.attempts()).isEqualTo(1);
        });
    }

    private void fail(Claim claim, Duration delay, Duration pause) {
        run(tx -> tx.refreshes().fail(claim, delay, pause));
    }

    @Test
    void what_fails_early_is_due_no_sooner_than_the_provider_may_be_asked_again() {
        mark(sub("1"));
        fail(claimed(sub("1"), LONG), LONG, Duration.ZERO);
        Claim early = claimedByName(sub("1"));
        fail(early, LONG, LONG.dividedBy(2));
        Claim still = claimedByName(sub("1"));
        assertThat(still.early()).as("a shorter pause").isEqualTo(early.early());

        fail(still, LONG.multipliedBy(3), LONG.multipliedBy(2));
        assertThat(claimedByName(sub("1"))).satisfies(later -> {
            assertThat(later.early().orElseThrow()).isAfter(early.early().orElseThrow());
            assertThat(later.attempts()).isEqualTo(1);
        });
    }

    @Test
    void failures_to_fetch_count_up_to_a_bound_and_what_else_is_put_off_beyond_it() {
        mark(sub("1"));
        for (int i = 0; i < Refreshes.MOST_FAILURES; i++) {
            Claim claim = claimed(sub("1"), LONG);
            assertThat(claim.attempts()).isEqualTo(i);
            fail(claim, Duration.ZERO, Duration.ZERO);
        }
        fail(claimed(sub("1"), LONG), Duration.ZERO, Duration.ZERO);
        Claim many = claimed(sub("1"), LONG);
        assertThat(many.attempts()).isEqualTo(Refreshes.MOST_FAILURES);
        postpone(many, Duration.ZERO);
        Claim more = claimed(sub("1"), LONG);
        assertThat(more.attempts()).isEqualTo(Refreshes.MOST_FAILURES + 1);
        fail(more, LONG, Duration.ZERO);
        assertThat(due()).isEmpty();
        assertThat(claimedByName(sub("1")).attempts()).isEqualTo(Refreshes.MOST_FAILURES + 1);
    }

    @Test
    void what_is_claimed_by_name_once_it_is_due_counts() {
        mark(sub("1"));
        Claim first = claimedByName(sub("1"));
        assertThat(first.early()).isEmpty();
        postpone(first, SOON);
        letPass(SOON);
        assertThat(claimedByName(sub("1"))).satisfies(second -> {
            assertThat(second.early()).isEmpty();
            assertThat(second.attempts()).isEqualTo(1);
        });
    }

    @Test
    void who_succeeds_early_ends_the_attempts() {
        mark(sub("1"));
        postpone(claimed(sub("1"), LONG), LONG);
        release(claimedByName(sub("1")));
        assertThat(claimed(sub("1"), LONG).attempts()).isZero();
    }
}
