package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.SeatPolicy;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a pushed number of seats comes to, case by case. */
class SeatTargetTest {
    private static final SeatPolicy TWO_TO_TEN = new SeatPolicy(2, 10);
    private static final SeatsInUse NOBODY_COUNTS = new SeatsInUse(OptionalLong.empty(), true);
    private static final SeatsInUse UNKNOWN = new SeatsInUse(OptionalLong.empty(), false);

    private static SeatsInUse inUse(long count) {
        return new SeatsInUse(OptionalLong.of(count), true);
    }

    private static SeatTarget target(long pushed, SeatsInUse inUse, long charged) {
        return SeatTarget.of(pushed, inUse, TWO_TO_TEN, charged, false);
    }

    @Test
    void more_are_made_as_they_were_pushed() {
        assertThat(target(5, NOBODY_COUNTS, 3)).isEqualTo(new SeatTarget(5, false, false));
    }

    @Test
    void as_many_as_are_charged_are_there_already() {
        assertThat(target(3, NOBODY_COUNTS, 3)).isEqualTo(new SeatTarget(3, true, false));
    }

    @Test
    void never_fewer_than_are_in_use() {
        assertThat(target(3, inUse(4), 5)).isEqualTo(new SeatTarget(4, false, false));
    }

    @Test
    void more_than_the_plan_allows_comes_to_what_it_allows() {
        assertThat(target(40, NOBODY_COUNTS, 3).seats()).isEqualTo(10);
    }

    @Test
    void fewer_than_the_plan_allows_comes_to_its_fewest() {
        assertThat(target(1, NOBODY_COUNTS, 5).seats()).isEqualTo(2);
    }

    @Test
    void who_asks_for_no_more_than_is_charged_is_not_charged_for_more_though_the_plans_fewest_were_raised() {
        assertThat(target(1, NOBODY_COUNTS, 1)).isEqualTo(new SeatTarget(1, true, false));
    }

    @Test
    void what_is_charged_beyond_the_plans_most_is_given_up_to_it() {
        assertThat(target(12, NOBODY_COUNTS, 15)).isEqualTo(new SeatTarget(10, false, false));
    }

    @Test
    void none_are_given_up_where_nobody_could_say_how_many_are_in_use() {
        assertThat(target(3, UNKNOWN, 5).waits()).isTrue();
        assertThat(target(7, UNKNOWN, 5).waits()).isFalse();
    }

    @Test
    void none_are_given_up_by_who_is_going_to_end_and_more_are_made() {
        assertThat(SeatTarget.of(3, NOBODY_COUNTS, TWO_TO_TEN, 5, true).waits()).isTrue();
        assertThat(SeatTarget.of(7, NOBODY_COUNTS, TWO_TO_TEN, 5, true)).isEqualTo(new SeatTarget(7, false, false));
    }
}
