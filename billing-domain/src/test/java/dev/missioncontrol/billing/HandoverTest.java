package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A busy executor holds one run and no more, and none that it loses is the last. */
class HandoverTest {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int A_MINUTE = 60;

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean full;
    private int done;
    private final Handover handover = new Handover(this::take, () -> done++, EVERY);

    private void take(Runnable run) {
        if (full) throw new RejectedExecutionException("full, in a test");
        queue.add(run);
    }

    private void offer(int times) {
        for (int time = 0; time < times; time++) handover.offer();
    }

    private void runAll() {
        while (!queue.isEmpty()) queue.remove().run();
    }

    @Test
    void one_waits_however_often_it_is_offered_and_the_next_once_that_began() {
        offer(10);
        assertThat(queue).hasSize(1);

        runAll();
        offer(10);
        assertThat(queue).hasSize(1);
        runAll();
        assertThat(done).isEqualTo(2);
    }

    @Test
    void after_an_hour_of_waiting_it_is_done_once() {
        offer(A_MINUTE * A_MINUTE);
        assertThat(queue).hasSize(A_MINUTE);

        runAll();
        assertThat(done).isEqualTo(1);
    }

    @Test
    void what_an_executor_dropped_without_a_word_is_handed_over_again_after_a_minute() {
        offer(1);
        queue.clear();
        offer(A_MINUTE - 1);
        assertThat(queue).isEmpty();

        offer(1);
        runAll();
        assertThat(done).isEqualTo(1);
    }

    @Test
    void what_was_refused_is_handed_over_with_the_next_offer() {
        full = true;
        assertThatThrownBy(handover::offer).isInstanceOf(RejectedExecutionException.class);
        full = false;

        offer(1);
        runAll();
        assertThat(done).isEqualTo(1);
    }

    @Test
    void a_refusal_of_another_one_leaves_the_one_that_waits() {
        offer(A_MINUTE);
        full = true;
        assertThatThrownBy(handover::offer).isInstanceOf(RejectedExecutionException.class);

        runAll();
        assertThat(done).isEqualTo(1);
    }

    @Test
    void on_the_callers_own_thread_each_is_done_at_once() {
        Handover direct = new Handover(Runnable::run, () -> done++, EVERY);
        direct.offer();
        direct.offer();
        assertThat(done).isEqualTo(2);
    }
}
