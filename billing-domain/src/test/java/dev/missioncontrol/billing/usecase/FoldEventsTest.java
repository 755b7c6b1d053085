package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import dev.missioncontrol.billing.usecase.AcceptEvent.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that are brought at the same time: who takes them, in what groups, and what those are told who wait. */
@Timeout(120)
class FoldEventsTest {
    /** Over before long; what came within it is no promise of these tests. */
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    /** Nobody waits as long, unless what is waited for never comes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<List<String>> groups = new ArrayList<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;

    static ProviderEvent event(String id) {
        return new ProviderEvent(
                new EventId(id),
                "customer.subscription.updated",
                Instant.EPOCH,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.Other(),
                "");
    }

    static Taken taken(ProviderEvent event) {
        return event.id().value().equals("fails")
                ? Taken.failed(new StoreException(StoreException.Kind.UNAVAILABLE, "fails, in a test", null))
                : Taken.of(new Accepted(false, EventOutcome.APPLIED, event.id().value()));
    }

    private List<Taken> store(List<ProviderEvent> events) {
        groups.add(events.stream().map(event -> event.id().value()).toList());
        if (events.stream().anyMatch(event -> event.id().value().equals("away")))
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "away, in a test", null);
        return events.stream().map(FoldEventsTest::taken).toList();
    }

    private FoldEvents folding(Duration longestWait) {
        return folding(1, longestWait);
    }

    private FoldEvents folding(int mostGroups, Duration longestWait) {
        return new FoldEvents(this::store, mostGroups, longestWait, () -> now, work -> {});
    }

    private CompletableFuture<Accepted> bring(FoldEvents fold, String id) {
        return fold.accept(event(id), turns::add);
    }

    private void runTurns() {
        while (!turns.isEmpty()) turns.remove().run();
    }

    @Test
    void who_comes_meanwhile_is_taken_together_in_the_order_of_coming_and_told_its_own_outcome() throws Exception {
        FoldEvents fold = folding(LONG);
        List<CompletableFuture<Accepted>> brought = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) brought.add(bring(fold, id));
        assertThat(brought).noneMatch(CompletableFuture::isDone);

        runTurns();

        assertThat(groups).containsExactly(List.of("a", "b", "c"));
        assertThat(brought.get(1).get().reason()).isEqualTo("b");
        assertThat(brought.get(2).get().reason()).isEqualTo("c");
        bring(fold, "d");
        runTurns();
        assertThat(groups).hasSize(2).last().isEqualTo(List.of("d"));
    }

    @Test
    void few_wait_for_the_group_under_way_and_enough_go_beside_it_oldest_first() {
        FoldEvents fold = folding(2, LONG);
        bring(fold, "first");
        for (int one = 1; one < FoldEvents.ENOUGH_FOR_ANOTHER; one++) bring(fold, "evt_" + one);
        assertThat(turns).hasSize(1);
        bring(fold, "enough");
        assertThat(turns).hasSize(2);
        bring(fold, "behind");

        turns.removeLast().run();
        assertThat(groups.get(0))
                .hasSize(FoldEvents.ENOUGH_FOR_ANOTHER + 1)
                .startsWith("evt_1")
                .endsWith("behind");
        runTurns();
        assertThat(groups).hasSize(2).last().isEqualTo(List.of("first"));
    }

    @Test
    void who_waits_beside_a_group_is_taken_at_the_end_of_any_and_never_forgotten() {
        FoldEvents fold = folding(2, LONG);
        bring(fold, "first");
        for (int one = 1; one <= FoldEvents.ENOUGH_FOR_ANOTHER; one++) bring(fold, "evt_" + one);
        Runnable first = turns.remove();
        Runnable second = turns.remove();
        second.run();
        bring(fold, "alone");
        assertThat(turns).isEmpty();

        first.run();
        runTurns();

        assertThat(groups).last().isEqualTo(List.of("first", "alone"));
        assertThat(fold.waiting()).isZero();
        bring(fold, "later");
        assertThat(turns).hasSize(1);
    }

    @Test
    void behind_a_group_that_hangs_few_are_taken_beside_it() {
        FoldEvents fold = folding(2, LONG);
        bring(fold, "hangs");
        bring(fold, "a");
        assertThat(turns).hasSize(1);
        now = now.plus(FoldEvents.SLOW).plusMillis(1);
        bring(fold, "b");

        turns.removeLast().run();

        assertThat(groups).containsExactly(List.of("a", "b"));
    }

    @Test
    void a_group_has_a_bound_and_the_rest_is_the_next() {
        FoldEvents fold = folding(LONG);
        for (int one = 0; one <= FoldEvents.MOST_TOGETHER; one++) bring(fold, "evt_" + one);

        runTurns();

        assertThat(groups).extracting(List::size).containsExactly(FoldEvents.MOST_TOGETHER, 1);
    }

    @Test
    void more_than_can_be_taken_in_time_are_sent_away_at_once() {
        FoldEvents fold = folding(LONG);
        for (int one = 0; one <= FoldEvents.MOST_WAITING; one++) bring(fold, "evt_" + one);

        assertThatThrownBy(() -> bring(fold, "one_more")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> fold.accept(event("waiting_itself"))).isInstanceOf(StoreException.class);
        runTurns();
        assertThat(fold.waiting()).isZero();
    }

    @Test
    void a_group_that_can_not_be_stored_is_told_so_and_the_next_is_taken() {
        FoldEvents fold = folding(LONG);
        CompletableFuture<Accepted> first = bring(fold, "away");
        CompletableFuture<Accepted> together = bring(fold, "b");
        runTurns();
        CompletableFuture<Accepted> later = bring(fold, "c");
        runTurns();

        assertThat(first).isCompletedExceptionally();
        assertThatThrownBy(together::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreException.class);
        assertThat(later).isCompletedWithValueMatching(one -> one.reason().equals("c"));
    }

    @Test
    void one_that_fails_alone_fails_for_nobody_else() throws Exception {
        FoldEvents fold = folding(LONG);
        CompletableFuture<Accepted> first = bring(fold, "a");
        CompletableFuture<Accepted> failing = bring(fold, "fails");
        CompletableFuture<Accepted> last = bring(fold, "c");
        runTurns();

        assertThatThrownBy(failing::get).hasCauseInstanceOf(StoreException.class);
        assertThat(first.get().reason()).isEqualTo("a");
        assertThat(last.get().reason()).isEqualTo("c");
        assertThatThrownBy(() -> fold.accept(event("fails"))).isInstanceOf(StoreException.class);
    }

    @Test
    void the_turn_is_given_away_before_anybody_is_told() throws Exception {
        FoldEvents fold = folding(LONG);
        List<Integer> turnsWhenTold = new ArrayList<>();
        CompletableFuture<Accepted> first = bring(fold, "a");
        first.thenRun(() -> turnsWhenTold.add(turns.size()));
        Runnable turn = turns.remove();
        for (int one = 0; one < FoldEvents.MOST_TOGETHER; one++) bring(fold, "evt_" + one);
        turn.run();

        assertThat(turnsWhenTold).containsExactly(1);
        runTurns();
        assertThat(groups).hasSize(2);
    }

    @Test
    void who_has_waited_too_long_is_told_so_and_is_not_taken_any_more() {
        FoldEvents fold = folding(A_MOMENT);
        bring(fold, "a");
        Runnable stuck = turns.remove();
        CompletableFuture<Accepted> late = bring(fold, "b");
        assertThatThrownBy(() -> fold.accept(event("c")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in time");
        assertThatThrownBy(late::get).hasCauseInstanceOf(StoreException.class);
        List<CompletableFuture<Accepted>> many = new ArrayList<>();
        while (fold.waiting() < FoldEvents.MOST_WAITING) many.add(bring(fold, "evt_" + many.size()));
        many.forEach(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(StoreException.class));
        assertThatNoException().as("there is room again").isThrownBy(() -> bring(fold, "one_more"));

        stuck.run();
        runTurns();

        assertThat(groups.get(0)).startsWith("a").doesNotContain("b", "c", "evt_0");
        assertThat(fold.waiting()).isZero();
        assertThat(bring(fold, "d")).isNotNull();
        runTurns();
        assertThat(groups).last().isEqualTo(List.of("d"));
    }

    @Test
    void a_thread_that_waits_gets_the_turn_when_the_group_before_it_was_full() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        FoldEvents fold = new FoldEvents(
                events -> {
                    begun.countDown();
                    await(go);
                    return store(events);
                },
                1,
                LONG,
                () -> now,
                work -> {});
        CompletableFuture<Accepted> first = CompletableFuture.supplyAsync(() -> fold.accept(event("a")), own());
        await(begun);
        CompletableFuture<Accepted> second = CompletableFuture.supplyAsync(() -> fold.accept(event("b")), own());
        while (fold.waiting() != 1) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
        go.countDown();

        assertThat(first.get().reason()).isEqualTo("a");
        assertThat(second.get().reason()).isEqualTo("b");
        assertThat(groups).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void a_turn_that_nobody_runs_any_more_goes_to_the_next() throws Exception {
        FoldEvents fold = folding(LONG);
        Executor stopped = work -> {
            throw new RejectedExecutionException("stopped");
        };
        Executor exhausted = work -> {
            throw new OutOfMemoryError("no thread can be made, in a test");
        };
        for (Executor gone : List.of(stopped, exhausted))
            assertThatThrownBy(() -> fold.accept(event("a"), gone).get()).hasCauseInstanceOf(StoreException.class);

        CompletableFuture<Accepted> next = bring(fold, "b");
        runTurns();

        assertThat(next.get().reason()).isEqualTo("b");
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
