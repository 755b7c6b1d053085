package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients leave untaken is bounded, and who has taken longest pays for it. */
class UndeliveredTest {
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
    private final List<String> letGo = new ArrayList<>();
    private final Undelivered undelivered = new Undelivered(Duration.ofHours(1), 100);

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
    }

    private Undelivered.Held hold(String name, int length) {
        return undelivered.hold(scheduler, () -> letGo.add(name), length);
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
    void what_was_taken_counts_no_more() {
        Undelivered.Held first = hold("first", 90);
        undelivered.release(first);
        undelivered.release(first);
        hold("second", 90);
        hold("third", 10);
        assertThat(letGo).isEmpty();
    }
}
