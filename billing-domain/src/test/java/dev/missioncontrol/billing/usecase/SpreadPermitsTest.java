package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A second's permits of a fast rate do not come at once, and yet all of them come. */
class SpreadPermitsTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int FAST = 100;
    private static final int SLOW = 10;

    @Test
    void a_tenth_of_a_second_gives_no_more_than_a_tenth_of_a_fast_rate() {
        RateLimit rate = new RateLimit(FAST);

        assertThat(rate.take(FAST, START)).isEqualTo(10);
        assertThat(rate.untilNext(START)).isEqualTo(Duration.ofMillis(100));
        assertThat(rate.take(FAST, START.plusMillis(99))).isZero();
        assertThat(rate.take(FAST, START.plusMillis(100))).isEqualTo(10);
    }

    @Test
    void a_rate_of_which_a_tenth_is_no_whole_number_loses_none_of_it() {
        RateLimit rate = new RateLimit(155);
        int taken = 0;
        for (int millis = 0; millis < 1000; millis += 100) taken += rate.take(155, START.plusMillis(millis));

        assertThat(taken).isEqualTo(155);
    }

    @Test
    void a_slow_rate_gives_at_once_what_is_claimed_together() {
        assertThat(new RateLimit(SLOW).take(RefreshSubscriptions.MOST_CLAIMED, START))
                .isEqualTo(RefreshSubscriptions.MOST_CLAIMED);
    }

    @Test
    void what_was_not_needed_can_be_taken_at_once() {
        RateLimit rate = new RateLimit(FAST);
        rate.take(10, START);
        rate.giveBack(8);

        assertThat(rate.take(10, START)).isEqualTo(8);
    }

    @Test
    void whoever_asks_often_is_given_all_of_the_rate_and_never_more_than_that_in_any_second() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RateLimit rate = new RateLimit(FAST);
        List<Instant> given = new ArrayList<>();
        Instant now = START;
        while (now.isBefore(START.plusSeconds(20))) {
            int taken = rate.take(1 + random.nextInt(10), now);
            for (int permit = 0; permit < taken; permit++) given.add(now);
            now = now.plusMillis(random.nextInt(10));
        }

        assertThat(given).as("seed " + seed).hasSizeGreaterThan(19 * FAST);
        for (int last = FAST; last < given.size(); last++)
            assertThat(Duration.between(given.get(last - FAST), given.get(last)))
                    .as("seed " + seed)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void what_was_spent_beforehand_is_waited_for_by_whoever_comes_next() {
        RateLimit rate = new RateLimit(FAST);
        rate.take(1, START);
        rate.spend(24);

        assertThat(rate.take(1, START)).isZero();
        assertThat(rate.untilNext(START)).isEqualTo(Duration.ofMillis(200));
    }
}
