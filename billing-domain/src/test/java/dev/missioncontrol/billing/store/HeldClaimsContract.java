package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims in the transaction that holds their rows, as what was fetched is written. */
abstract class HeldClaimsContract extends OnRefreshes {
    private static void hold(BillingTransaction tx, Claim... claims) {
        for (Claim one : claims) tx.accounts().lockSubscription(one.subscription(), one.livemode(), NOW);
    }

    @Test
    void each_of_several_ends_by_itself() {
        mark(sub("1"), sub("2"));
        List<Claim> claims = claimDue(2, LONG);
        Claim first = claims.get(0);
        Claim second = claims.get(1);
        run(tx -> {
            hold(tx, first, second);
            assertThat(claims).allMatch(tx.refreshes()::holds);
            tx.refreshes().release(first);
            assertThat(tx.refreshes().holds(first)).isFalse();
            assertThat(tx.refreshes().holds(second)).isTrue();
        });
        assertThat(holds(first)).isFalse();
        assertThat(holds(second)).isTrue();
        assertThat(due()).containsExactly(first.subscription());
    }

    @Test
    void one_that_was_taken_over_ends_nothing() {
        mark(sub("1"));
        Claim first = claimed(sub("1"), SOON);
        letPass(SOON);
        Claim second = claimed(sub("1"), LONG);
        run(tx -> {
            hold(tx, first);
            assertThat(tx.refreshes().holds(first)).isFalse();
            tx.refreshes().release(first);
        });
        assertThat(holds(second)).isTrue();
        assertThat(due()).isEmpty();
    }

    @Test
    void what_is_written_before_it_ends_is_seen_and_ends_it_none_the_less() {
        mark(sub("1"));
        Claim claim = claimed(sub("1"), LONG);
        run(tx -> {
            hold(tx, claim);
            assertThat(tx.refreshes().holds(claim)).isTrue();
            tx.accounts()
                    .save(
                            SubscriptionsContract.boughtBy(
                                    tx.accounts().subscription(sub("1")).orElseThrow(),
                                    new RandomRecords(1).customer(),
                                    "active"),
                            NOW);
            assertThat(tx.refreshes().holds(claim)).isFalse();
            tx.refreshes().release(claim);
        });
        assertThat(claimed(sub("1"), LONG).rowVersion()).isGreaterThan(claim.rowVersion());
    }

    @Test
    void one_that_failed_holds_no_more() {
        mark(sub("1"));
        Claim claim = claimed(sub("1"), LONG);
        run(tx -> {
            hold(tx, claim);
            assertThat(tx.refreshes().holds(claim)).isTrue();
            tx.refreshes().postpone(claim, Duration.ZERO);
            assertThat(tx.refreshes().holds(claim)).isFalse();
        });
        assertThat(claimed(sub("1"), LONG).attempts()).isEqualTo(1);
    }

    @Test
    void who_claims_it_anew_in_between_holds_it() {
        mark(sub("1"));
        Claim first = claimed(sub("1"), LONG);
        run(tx -> {
            hold(tx, first);
            assertThat(tx.refreshes().holds(first)).isTrue();
            Claim second = tx.refreshes().takeOver(sub("1"), LONG).orElseThrow();
            assertThat(tx.refreshes().holds(first)).isFalse();
            assertThat(tx.refreshes().holds(second)).isTrue();
        });
        assertThat(due()).isEmpty();
    }

    @Test
    void one_that_is_held_later_is_known_as_well() {
        mark(sub("1"), sub("2"));
        List<Claim> claims = claimDue(2, LONG);
        run(tx -> {
            for (Claim one : claims) {
                hold(tx, one);
                assertThat(tx.refreshes().holds(one)).isTrue();
                tx.refreshes().release(one);
            }
        });
        assertThat(due()).extracting(SubscriptionId::value).hasSize(2);
    }
}
