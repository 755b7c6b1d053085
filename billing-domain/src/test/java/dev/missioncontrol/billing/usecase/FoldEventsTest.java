package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.BroughtEvents.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that are brought at the same time: who takes them, and in what groups. */
@Timeout(120)
class FoldEventsTest {
    @Test
    void who_comes_meanwhile_is_taken_together_in_the_order_of_coming_and_told_its_own_outcome() throws Exception {
        BroughtEvents events = new BroughtEvents();
        List<CompletableFuture<Accepted>> brought = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) brought.add(events.bring(id));
        assertThat(brought).noneMatch(CompletableFuture::isDone);

        events.runTurns();

        assertThat(events.groups).containsExactly(List.of("a", "b", "c"));
        assertThat(brought.get(1).get().reason()).isEqualTo("b");
        assertThat(brought.get(2).get().reason()).isEqualTo("c");
        events.bring("d");
        events.runTurns();
        assertThat(events.groups).hasSize(2).last().isEqualTo(List.of("d"));
    }

    @Test
    void few_wait_for_the_group_under_way_and_enough_go_beside_it_oldest_first() {
        BroughtEvents events = new BroughtEvents(2, LONG);
        events.bring("first");
        for (int one = 1; one < FoldEvents.ENOUGH_FOR_ANOTHER; one++) events.bring("evt_" + one);
        assertThat(events.turns).hasSize(1);
        events.bring("enough");
        assertThat(events.turns).hasSize(2);
        events.bring("behind");

        events.turns.removeLast().run();
        assertThat(events.groups.get(0))
                .hasSize(FoldEvents.ENOUGH_FOR_ANOTHER + 1)
                .startsWith("evt_1")
                .endsWith("behind");
        events.runTurns();
        assertThat(events.groups).hasSize(2).last().isEqualTo(List.of("first"));
    }

    @Test
    void who_waits_beside_a_group_is_taken_at_the_end_of_any_and_never_forgotten() {
        BroughtEvents events = new BroughtEvents(2, LONG);
        events.bring("first");
        for (int one = 1; one <= FoldEvents.ENOUGH_FOR_ANOTHER; one++) events.bring("evt_" + one);
        Runnable first = events.turns.remove();
        Runnable second = events.turns.remove();
        second.run();
        events.bring("alone");
        assertThat(events.turns).isEmpty();

        first.run();
        events.runTurns();

        assertThat(events.groups).last().isEqualTo(List.of("first", "alone"));
        assertThat(events.waiting()).isZero();
        events.bring("later");
        assertThat(events.turns).hasSize(1);
    }

    @Test
    void behind_a_group_that_hangs_few_are_taken_beside_it() {
        BroughtEvents events = new BroughtEvents(2, LONG);
        events.bring("hangs");
        events.bring("a");
        assertThat(events.turns).hasSize(1);
        events.passes(FoldEvents.SLOW.plusMillis(1));
        events.bring("b");

        events.turns.removeLast().run();

        assertThat(events.groups).containsExactly(List.of("a", "b"));
    }

    @Test
    void a_group_has_a_bound_and_the_rest_is_the_next() {
        BroughtEvents events = new BroughtEvents();
        for (int one = 0; one <= FoldEvents.MOST_TOGETHER; one++) events.bring("evt_" + one);

        events.runTurns();

        assertThat(events.groups).extracting(List::size).containsExactly(FoldEvents.MOST_TOGETHER, 1);
    }

    @Test
    void the_turn_is_given_away_before_anybody_is_told() throws Exception {
        BroughtEvents events = new BroughtEvents();
        List<Integer> turnsWhenTold = new ArrayList<>();
        CompletableFuture<Accepted> first = events.bring("a");
        first.thenRun(() -> turnsWhenTold.add(events.turns.size()));
        Runnable turn = events.turns.remove();
        for (int one = 0; one < FoldEvents.MOST_TOGETHER; one++) events.bring("evt_" + one);
        turn.run();

        assertThat(turnsWhenTold).containsExactly(1);
        events.runTurns();
        assertThat(events.groups).hasSize(2);
    }

    @Test
    void a_thread_that_waits_gets_the_turn_when_the_group_before_it_was_full() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        BroughtEvents events = new BroughtEvents(1, LONG, () -> {
            begun.countDown();
            await(go);
        });
        CompletableFuture<Accepted> first = CompletableFuture.supplyAsync(() -> events.bringAndWait("a"), own());
        await(begun);
        CompletableFuture<Accepted> second = CompletableFuture.supplyAsync(() -> events.bringAndWait("b"), own());
        while (events.waiting() != 1) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
        go.countDown();

        assertThat(first.get().reason()).isEqualTo("a");
        assertThat(second.get().reason()).isEqualTo("b");
        assertThat(events.groups).containsExactly(List.of("a"), List.of("b"));
    }

    private static Executor own() {
        return work -> new Thread(work, "brings an event").start();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
