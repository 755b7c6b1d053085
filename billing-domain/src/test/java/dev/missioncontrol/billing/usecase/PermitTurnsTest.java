package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.usecase.PermitTurns.Sharer;
import org.junit.jupiter.api.Test;

/** Those that share a node's permits ask in turns. */
class PermitTurnsTest {
    private final PermitTurns turns = new PermitTurns();

    @Test
    void who_went_without_asks_before_all_that_were_given_some_since() {
        assertThat(turns.order()).containsExactly(Sharer.FETCHES, Sharer.PUSHED_SEATS, Sharer.SWEEP);
        turns.given(Sharer.FETCHES);
        assertThat(turns.order()).containsExactly(Sharer.PUSHED_SEATS, Sharer.SWEEP, Sharer.FETCHES);
        turns.given(Sharer.PUSHED_SEATS);
        turns.given(Sharer.FETCHES);
        assertThat(turns.order()).containsExactly(Sharer.SWEEP, Sharer.PUSHED_SEATS, Sharer.FETCHES);
    }

    @Test
    void where_all_were_given_some_they_ask_in_the_same_order_again() {
        for (Sharer sharer : turns.order()) turns.given(sharer);
        assertThat(turns.order()).containsExactly(Sharer.values());
    }
}
