package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients keep us waiting with is bounded, and who has taken longest pays for it. */
class OutstandingTest {
    @RegisterExtension
    final RunningScheduler scheduler = new RunningScheduler();

    private final List<String> letGo = new ArrayList<>();
    private final Outstanding outstanding = new Outstanding(Duration.ofHours(1), 100);

    private Outstanding.Held hold(String name, int length) {
        return outstanding.hold(scheduler, () -> letGo.add(name), length);
    }

    @Test
    void who_has_taken_longest_is_let_go_when_all_together_are_too_much() {
        hold("first", 40);
        hold("second", 40);
        assertThat(letGo).isEmpty();
        hold("third", 40);
        assertThat(letGo).containsExactly("first");
    }

    @Test
    void an_answer_larger_than_all_may_be_is_still_given() {
        hold("large", 500);
        assertThat(letGo).isEmpty();
    }

    private static final int SMALL = Outstanding.SMALL_BYTES;
    private static final int LARGE = 2 * SMALL;

    private void holdEach(Outstanding where, int... lengths) {
        for (int length : lengths) where.hold(scheduler, () -> letGo.add("of " + length), length);
    }

    @Test
    void where_large_ones_are_most_of_it_they_are_let_go_before_small_ones() {
        holdEach(new Outstanding(Duration.ofHours(1), 2 * LARGE + 2 * SMALL), SMALL, LARGE, SMALL, LARGE, 1);
        assertThat(letGo).containsExactly("of " + LARGE);
    }

    @Test
    void where_small_ones_are_most_of_it_the_large_are_left() {
        holdEach(new Outstanding(Duration.ofHours(1), LARGE + 3 * SMALL), SMALL, SMALL, SMALL, LARGE, 1);
        assertThat(letGo).containsExactly("of " + SMALL);
    }

    @Test
    void who_holds_nothing_is_never_let_go() {
        holdEach(new Outstanding(Duration.ofHours(1), SMALL), 0, 0, SMALL, SMALL);
        assertThat(letGo).containsExactly("of " + SMALL);
    }

    @Test
    void one_that_grows_is_no_younger_for_that() {
        Outstanding.Held first = hold("first", 10);
        Outstanding.Held second = hold("second", 10);
        outstanding.grow(first, 70);
        assertThat(letGo).isEmpty();
        outstanding.grow(second, 20);
        assertThat(letGo).containsExactly("first");
        outstanding.release(first);
        outstanding.grow(first, 500);
        outstanding.grow(second, 60);
        assertThat(letGo).containsExactly("first");
    }

    @Test
    void what_was_taken_counts_no_more() {
        Outstanding.Held first = hold("first", 90);
        outstanding.release(first);
        outstanding.release(first);
        hold("second", 90);
        hold("third", 10);
        assertThat(letGo).isEmpty();
    }
}
