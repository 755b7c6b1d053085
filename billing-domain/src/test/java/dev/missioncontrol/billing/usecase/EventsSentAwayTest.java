package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that are not taken, alone or with others, in time or at all: what those are told who brought them. */
@Timeout(120)
class EventsSentAwayTest {
    /** Over before long; what came within it is no promise of these tests. */
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    @Test
    void more_than_can_be_taken_in_time_are_sent_away_at_once() {
        BroughtEvents events = new BroughtEvents();
        for (int one = 0; one <= FoldEvents.MOST_WAITING; one++) events.bring("evt_" + one);

        assertThatThrownBy(() -> events.bring("one_more")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> events.bringAndWait("waiting_itself")).isInstanceOf(StoreException.class);
        events.runTurns();
        assertThat(events.waiting()).isZero();
    }

    @Test
    void a_group_that_can_not_be_stored_is_told_so_and_the_next_is_taken() {
        BroughtEvents events = new BroughtEvents();
        CompletableFuture<Accepted> first = events.bring("away");
        CompletableFuture<Accepted> together = events.bring("b");
        events.runTurns();
        CompletableFuture<Accepted> later = events.bring("c");
        events.runTurns();

        assertThat(first).isCompletedExceptionally();
        assertThatThrownBy(together::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreException.class);
        assertThat(later).isCompletedWithValueMatching(one -> one.reason().equals("c"));
    }

    @Test
    void one_that_fails_alone_fails_for_nobody_else() throws Exception {
        BroughtEvents events = new BroughtEvents();
        CompletableFuture<Accepted> first = events.bring("a");
        CompletableFuture<Accepted> failing = events.bring("fails");
        CompletableFuture<Accepted> last = events.bring("c");
        events.runTurns();

        assertThatThrownBy(failing::get).hasCauseInstanceOf(StoreException.class);
        assertThat(first.get().reason()).isEqualTo("a");
        assertThat(last.get().reason()).isEqualTo("c");
        assertThatThrownBy(() -> events.bringAndWait("fails")).isInstanceOf(StoreException.class);
    }

    @Test
    void who_has_waited_too_long_is_told_so_and_is_not_taken_any_more() {
        BroughtEvents events = new BroughtEvents(1, A_MOMENT);
        events.bring("a");
        Runnable stuck = events.turns.remove();
        CompletableFuture<Accepted> late = events.bring("b");
        assertThatThrownBy(() -> events.bringAndWait("c"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in time");
        assertThatThrownBy(late::get).hasCauseInstanceOf(StoreException.class);
        List<CompletableFuture<Accepted>> many = new ArrayList<>();
        while (events.waiting() < FoldEvents.MOST_WAITING) many.add(events.bring("evt_" + many.size()));
        many.forEach(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(StoreException.class));
        assertThatNoException().as("there is room again").isThrownBy(() -> events.bring("one_more"));

        stuck.run();
        events.runTurns();

        assertThat(events.groups.get(0)).startsWith("a").doesNotContain("b", "c", "evt_0");
        assertThat(events.waiting()).isZero();
        assertThat(events.bring("d")).isNotNull();
        events.runTurns();
        assertThat(events.groups).last().isEqualTo(List.of("d"));
    }

    @Test
    void a_turn_that_nobody_runs_any_more_goes_to_the_next() throws Exception {
        BroughtEvents events = new BroughtEvents();
        Executor stopped = work -> {
            throw new RejectedExecutionException("stopped");
        };
        Executor exhausted = work -> {
            throw new OutOfMemoryError("no thread can be made, in a test");
        };
        for (Executor gone : List.of(stopped, exhausted))
            assertThatThrownBy(() -> events.bring("a", gone).get()).hasCauseInstanceOf(StoreException.class);

        CompletableFuture<Accepted> next = events.bring("b");
        events.runTurns();

        assertThat(next.get().reason()).isEqualTo("b");
    }
}
