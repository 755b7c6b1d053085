package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.SeatPushes.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushed numbers of seats: the newest alone, no sooner than its time, one node at a time. */
abstract class SeatPushesContract extends StoreContract {
    @BeforeEach
    final void tenants() {
        known(ACME, GLOBEX);
    }

    private void push(TenantId tenant, long seats, Duration settle) {
        run(tx -> tx.seatPushes().push(tenant, seats, settle));
    }

    private List<Claim> claim(Duration lease) {
        return list(tx -> tx.seatPushes().claimDue(10, lease));
    }

    private Claim claimOne() {
        List<Claim> claims = claim(LONG);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    private void conclude(Claim claim, Duration window) {
        run(tx -> tx.seatPushes().conclude(claim, window));
    }

    @Test
    void of_many_pushes_the_newest_is_made_once_it_has_settled() {
        push(ACME, 3, SOON);
        push(ACME, 7, LONG);
        push(ACME, 5, LONG);
        letPass(SOON);
        Claim claim = claimOne();
        assertThat(claim.tenant()).isEqualTo(ACME);
        assertThat(claim.seats()).isEqualTo(5);
        assertThat(claim.attempts()).isZero();
        conclude(claim, Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void what_was_pushed_first_settles_whatever_is_pushed_after_it() {
        push(ACME, 3, LONG);
        push(ACME, 7, Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void the_next_one_waits_for_the_window_and_not_only_to_settle() {
        push(ACME, 3, Duration.ZERO);
        conclude(claimOne(), LONG);
        push(ACME, 4, Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
        push(GLOBEX, 4, Duration.ZERO);
        assertThat(claimOne().tenant()).isEqualTo(GLOBEX);
    }

    @Test
    void a_window_that_is_over_delays_nothing() {
        push(ACME, 3, Duration.ZERO);
        conclude(claimOne(), SOON);
        letPass(SOON);
        push(ACME, 4, Duration.ZERO);
        assertThat(claimOne().seats()).isEqualTo(4);
    }

    @Test
    void what_nobody_lived_to_conclude_counts_as_put_off() {
        push(ACME, 3, Duration.ZERO);
        assertThat(claim(SOON)).hasSize(1);
        letPass(SOON);
        Claim claim = claimOne();
        assertThat(claim.attempts()).isEqualTo(1);
        run(tx -> tx.seatPushes().postpone(claim, Duration.ZERO));
        Claim again = claimOne();
        assertThat(again.attempts()).isEqualTo(2);
        conclude(again, Duration.ZERO);
        push(ACME, 3, Duration.ZERO);
        assertThat(claimOne().attempts()).isZero();
    }

    @Test
    void what_is_pushed_while_another_is_made_follows_after_the_window() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claimOne();
        push(ACME, 9, Duration.ZERO);
        conclude(first, SOON);
        letPass(SOON);
        Claim second = claimOne();
        assertThat(second.seats()).isEqualTo(9);
        assertThat(second.pushes()).isGreaterThan(first.pushes());
    }

    @Test
    void what_is_pushed_while_another_is_made_does_not_come_within_the_window() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claimOne();
        push(ACME, 9, Duration.ZERO);
        conclude(first, LONG);
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void a_claim_is_one_nodes_as_long_as_its_lease_lasts() {
        push(ACME, 3, Duration.ZERO);
        claimOne();
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void another_claims_once_the_lease_ran_out_and_a_late_one_ends_nothing() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claim(SOON).get(0);
        letPass(SOON);
        Claim second = claimOne();
        assertThat(second.token()).isNotEqualTo(first.token());
        conclude(first, LONG);
        run(tx -> tx.seatPushes().postpone(first, Duration.ZERO));
        assertThat(claim(LONG)).isEmpty();
        conclude(second, Duration.ZERO);
        conclude(second, LONG);
        push(ACME, 4, Duration.ZERO);
        assertThat(claimOne().seats()).isEqualTo(4);
    }

    @Test
    void one_that_is_put_off_comes_again_with_the_newest_number() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claimOne();
        run(tx -> tx.seatPushes().postpone(first, SOON));
        push(ACME, 8, Duration.ZERO);
        letPass(SOON);
        Claim again = claimOne();
        assertThat(again.seats()).isEqualTo(8);
        assertThat(again.attempts()).isEqualTo(1);
        conclude(again, Duration.ZERO);
        push(ACME, 8, Duration.ZERO);
        assertThat(claimOne().attempts()).isZero();
    }

    @Test
    void one_that_is_put_off_stays_so_whatever_is_pushed_meanwhile() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claimOne();
        run(tx -> tx.seatPushes().postpone(first, LONG));
        push(ACME, 8, Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void those_that_have_waited_longest_come_first() {
        push(GLOBEX, 2, Duration.ZERO);
        letPass(SOON);
        push(ACME, 3, Duration.ZERO);
        assertThat(list(tx -> tx.seatPushes().claimDue(1, LONG)))
                .extracting(Claim::tenant)
                .containsExactly(GLOBEX);
    }

    @Test
    void a_tenant_that_was_never_made_pushes_nothing() {
        assertThatThrownBy(() -> push(new TenantId("never"), 3, SOON)).isInstanceOf(IllegalStateException.class);
    }

    private void refuse(Claim claim, Duration delay) {
        run(tx -> tx.seatPushes().refuse(claim, delay));
    }

    private Optional<Instant> refusedSince() {
        return find(tx -> tx.measures().backlog().seatsRefusedSince());
    }

    @Test
    void one_that_is_refused_comes_again_and_is_known_as_such_until_one_is_made() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claimOne();
        assertThat(first.refused()).isFalse();
        refuse(first, LONG);
        assertThat(claim(LONG)).as("it waits").isEmpty();
        push(GLOBEX, 3, Duration.ZERO);
        refuse(claimOne(), SOON);
        letPass(SOON);
        Claim again = claimOne();
        assertThat(again.tenant()).isEqualTo(GLOBEX);
        assertThat(again.refused()).isTrue();
        assertThat(again.attempts()).isEqualTo(1);
        refuse(again, Duration.ZERO);
        push(GLOBEX, 4, Duration.ZERO);
        Claim newer = claimOne();
        assertThat(newer.refused()).as("also one that took its place").isTrue();
        push(GLOBEX, 5, Duration.ZERO);
        conclude(newer, Duration.ZERO);
        assertThat(claimOne().refused()).as("what was pushed meanwhile").isFalse();
    }

    @Test
    void one_that_waits_for_something_else_meanwhile_is_refused_no_more() {
        push(ACME, 3, Duration.ZERO);
        refuse(claimOne(), Duration.ZERO);
        Claim refused = claimOne();
        run(tx -> tx.seatPushes().postpone(refused, Duration.ZERO));
        assertThat(refusedSince()).isEmpty();
        Claim waited = claimOne();
        assertThat(waited.refused()).isFalse();
        assertThat(waited.attempts()).as("the counting goes on").isEqualTo(2);
    }

    @Test
    void a_late_one_refuses_nothing() {
        push(ACME, 3, Duration.ZERO);
        Claim first = claim(SOON).get(0);
        letPass(SOON);
        Claim second = claimOne();
        refuse(first, Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
        assertThat(refusedSince()).isEmpty();
        conclude(second, Duration.ZERO);
    }

    @Test
    void the_oldest_refusal_is_told_since_it_began_until_that_one_is_made() {
        assertThat(refusedSince()).isEmpty();
        Instant before = get(tx -> tx.measures().backlog().at());
        push(ACME, 3, Duration.ZERO);
        refuse(claimOne(), Duration.ZERO);
        Instant begun = refusedSince().orElseThrow();
        assertThat(begun).isBetween(before, get(tx -> tx.measures().backlog().at()));
        letPass(SOON);
        Claim acme = claimOne();
        push(GLOBEX, 3, Duration.ZERO);
        refuse(claimOne(), LONG);
        refuse(acme, Duration.ZERO);
        assertThat(refusedSince()).as("since the first time").contains(begun);

        conclude(claimOne(), LONG);
        assertThat(refusedSince().orElseThrow()).as("that of the other one").isAfter(begun);
    }
}
