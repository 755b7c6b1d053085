package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients keep us waiting with is bounded, and who has taken longest pays for it. */
class OutstandingTest {
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
    private final List<String> letGo = new ArrayList<>();
    private final Outstanding outstanding = new Outstanding(Duration.ofHours(1), 100);

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
    }

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

    @Test
    void who_holds_much_is_let_go_before_who_holds_little_and_who_holds_nothing_never() {
        Outstanding large = new Outstanding(Duration.ofHours(1), 3 * Outstanding.SMALL_BYTES);
        for (int length :
                new int[] {0, Outstanding.SMALL_BYTES, Outstanding.SMALL_BYTES + 1, Outstanding.SMALL_BYTES, 0})
            large.hold(scheduler, () -> letGo.add("of " + length), length);
        assertThat(letGo).containsOnly("of " + (Outstanding.SMALL_BYTES + 1));
        letGo.clear();
        large.hold(scheduler, () -> letGo.add("last"), 4 * Outstanding.SMALL_BYTES);
        assertThat(letGo).doesNotContain("of 0", "last").contains("of " + Outstanding.SMALL_BYTES);
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
