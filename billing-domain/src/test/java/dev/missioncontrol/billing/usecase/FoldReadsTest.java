package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statuses that are asked for at the same time: which statement answers whom, and what those are told whose statement fails. */
@Timeout(120)
class FoldReadsTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    /** Nobody waits as long, unless what is waited for never comes. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AskedStore store = new AskedStore();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;

    private FoldReads reading(int mostGroups, Duration longestWait) {
        return new FoldReads(new Transactions(store, tenant -> {}), mostGroups, longestWait, () -> now, later::add);
    }

    private CompletableFuture<Optional<Standing>> ask(FoldReads reads, String tenant) {
        return reads.standing(new TenantId(tenant), turns::add);
    }

    private void runTurns() {
        while (!turns.isEmpty()) turns.remove().run();
    }

    /** Asks for the first of them, and for the others while that one is being asked for. */
    private List<CompletableFuture<Optional<Standing>>> askMeanwhile(FoldReads reads, String first, String... others) {
        List<CompletableFuture<Optional<Standing>>> all = new ArrayList<>();
        store.meanwhile(() -> {
            for (String other : others) all.add(ask(reads, other));
        });
        all.add(0, ask(reads, first));
        return all;
    }

    private static String whose(CompletableFuture<Optional<Standing>> answer) {
        return answer.join().orElseThrow().stored().tenant().value();
    }

    @Test
    void who_comes_while_nothing_is_asked_asks_at_once_and_hands_nothing_over() {
        FoldReads reads = reading(1, LONG);

        assertThat(whose(ask(reads, "a"))).isEqualTo("a");
        assertThat(ask(reads, "has-nothing").join()).isEmpty();

        assertThat(store.asked).containsExactly(List.of("a"), List.of("has-nothing"));
        assertThat(turns).isEmpty();
    }

    @Test
    void who_comes_meanwhile_is_answered_by_the_next_statement_each_with_its_own() {
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = askMeanwhile(reads, "a", "b", "has-nothing", "c", "b");
        assertThat(answers.get(0)).isDone();
        assertThat(answers.subList(1, 5)).noneMatch(CompletableFuture::isDone);

        runTurns();

        assertThat(store.asked).containsExactly(List.of("a"), List.of("b", "c", "has-nothing"));
        assertThat(whose(answers.get(1))).isEqualTo("b");
        assertThat(answers.get(2).join()).isEmpty();
        assertThat(whose(answers.get(3))).isEqualTo("c");
        assertThat(whose(answers.get(4))).isEqualTo("b");
    }

    @Test
    void many_tenants_at_random_are_each_answered_their_own_by_a_statement_that_began_after_they_came() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            FoldReads reads = reading(1 + random.nextInt(FoldReads.MOST_GROUPS), LONG);
            List<Runnable> checks = new ArrayList<>();
            Runnable ask = () -> {
                String tenant = "t" + random.nextInt(40);
                int begun = store.asked.size();
                CompletableFuture<Optional<Standing>> answer = ask(reads, tenant);
                checks.add(() -> {
                    assertThat(whose(answer)).isEqualTo(tenant);
                    assertThat(AskedStore.statement(answer.join().orElseThrow()))
                            .isGreaterThan(begun);
                });
            };
            store.meanwhile = () -> {
                for (int one = random.nextInt(4); one > 0; one--) ask.run();
                if (random.nextInt(4) == 0) now = now.plus(FoldReads.SLOW).plusMillis(1);
            };
            for (int step = 0; step < 60; step++) {
                if (random.nextBoolean() || turns.isEmpty()) ask.run();
                else (random.nextBoolean() ? turns.removeFirst() : turns.removeLast()).run();
            }
            store.meanwhile = () -> {};
            runTurns();
            assertThat(reads.waiting()).as("seed %d", seed).isZero();
            checks.forEach(Runnable::run);
        }
    }

    @Test
    void a_fault_of_the_database_fails_those_of_that_statement_only_and_the_next_go_on() {
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = askMeanwhile(reads, "a", "b", "c");
        store.away = true;
        store.meanwhile(() -> answers.add(ask(reads, "d")));
        turns.remove().run();
        store.away = false;
        runTurns();

        assertThat(whose(answers.get(0))).isEqualTo("a");
        for (CompletableFuture<?> failed : answers.subList(1, 3))
            assertThatThrownBy(failed::get).hasCauseInstanceOf(StoreException.class);
        assertThat(whose(answers.get(3))).isEqualTo("d");
        assertThat(whose(ask(reads, "e"))).isEqualTo("e");
    }

    @Test
    void who_asks_alone_of_a_store_that_is_away_is_told_so_and_keeps_nobody_from_the_next_turn() {
        FoldReads reads = reading(1, LONG);
        store.away = true;
        assertThatThrownBy(ask(reads, "a")::get).hasCauseInstanceOf(StoreException.class);
        store.away = false;
        assertThat(whose(ask(reads, "a"))).isEqualTo("a");
    }

    @Test
    void what_one_has_and_nobody_can_read_is_no_others_matter() {
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = askMeanwhile(reads, "a", "b", "broken", "c");

        runTurns();

        assertThat(whose(answers.get(1))).isEqualTo("b");
        assertThatThrownBy(answers.get(2)::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(whose(answers.get(3))).isEqualTo("c");
    }

    @Test
    void where_each_is_asked_for_alone_a_store_that_goes_away_is_not_waited_for_again_and_again() {
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers =
                askMeanwhile(reads, "a", "broken", "goes-away", "c", "d", "e");

        runTurns();

        assertThatThrownBy(answers.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
        for (CompletableFuture<?> failed : answers.subList(2, 6))
            assertThatThrownBy(failed::get).hasCauseInstanceOf(StoreException.class);
        assertThat(store.asked).last().isEqualTo(List.of("goes-away"));
    }

    @Test
    void a_statement_has_a_bound_and_a_full_one_goes_beside_that_which_is_under_way() {
        FoldReads reads = reading(2, LONG);
        store.meanwhile(() -> {
            for (int one = 1; one < FoldReads.MOST_TOGETHER; one++) ask(reads, "t" + one);
            assertThat(turns).as("fewer wait for its end").isEmpty();
            ask(reads, "full");
            ask(reads, "behind");
            assertThat(turns).hasSize(1);
            turns.remove().run();
        });
        ask(reads, "first");
        runTurns();

        assertThat(store.asked).extracting(List::size).containsExactly(1, FoldReads.MOST_TOGETHER, 1);
        assertThat(store.asked).last().isEqualTo(List.of("behind"));
    }

    @Test
    void behind_a_statement_that_hangs_few_are_asked_for_beside_it() {
        FoldReads reads = reading(2, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
        store.meanwhile(() -> {
            answers.add(ask(reads, "a"));
            now = now.plus(FoldReads.SLOW).plusMillis(1);
            answers.add(ask(reads, "b"));
            turns.remove().run();
            assertThat(answers).allMatch(CompletableFuture::isDone);
        });
        ask(reads, "hangs");

        assertThat(store.asked).containsExactly(List.of("hangs"), List.of("a", "b"));
        assertThat(turns).isEmpty();
    }

    @Test
    void behind_a_statement_that_hangs_one_is_asked_for_though_nobody_else_comes() {
        FoldReads reads = reading(2, LONG);
        store.meanwhile(() -> {
            CompletableFuture<?> a = ask(reads, "a");
            later.remove().run();
            assertThat(turns).as("it may be over soon").isEmpty();
            now = now.plus(FoldReads.SLOW).plusMillis(1);
            later.remove().run();
            turns.remove().run();
            assertThat(a).isDone();
        });
        ask(reads, "hangs");

        assertThat(store.asked).containsExactly(List.of("hangs"), List.of("a"));
        later.remove().run();
        assertThat(later).as("nobody waits").isEmpty();
        ask(reads, "next");
        assertThat(store.asked).last().isEqualTo(List.of("next"));
    }

    @Test
    void it_is_looked_again_once_for_all_who_wait() {
        FoldReads reads = reading(1, LONG);
        askMeanwhile(reads, "a", "b", "c", "d");
        assertThat(later).hasSize(1);
        runTurns();
    }

    @Test
    void where_each_is_asked_for_alone_and_is_slow_the_rest_is_not_asked_for_when_nobody_waits_any_more() {
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = askMeanwhile(reads, "a", "broken", "b", "c", "d");
        store.meanwhile = () -> now = now.plus(LONG).minusSeconds(5);

        runTurns();

        assertThatThrownBy(answers.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(whose(answers.get(2))).isEqualTo("b");
        for (CompletableFuture<?> failed : answers.subList(3, 5))
            assertThatThrownBy(failed::get).hasCauseInstanceOf(StoreException.class);
        assertThat(store.asked).last().isEqualTo(List.of("b"));
    }

    @Test
    void more_than_can_be_answered_in_time_are_sent_away_at_once() {
        FoldReads reads = reading(1, LONG);
        store.meanwhile(() -> {
            for (int one = 0; one < FoldReads.MOST_WAITING; one++) ask(reads, "t" + one);
            assertThatThrownBy(ask(reads, "one-more")::get).hasCauseInstanceOf(StoreException.class);
        });
        ask(reads, "first");
        runTurns();
        assertThat(reads.waiting()).isZero();
    }

    @Test
    void who_has_waited_too_long_is_told_so_and_is_not_asked_for_any_more() {
        FoldReads reads = reading(1, A_MOMENT);
        boolean inTime = false;
        // On a machine that stands still for a moment, that one is late as well: then another comes.
        while (!inTime) {
            store.asked.clear();
            inTime = answeredBehindOneThatIsLate(reads);
            assertThat(store.asked.remove(0)).isEqualTo(List.of("hangs"));
            assertThat(store.asked).isSubsetOf(List.of(List.of("in-time")));
        }
        assertThat(store.asked).containsExactly(List.of("in-time"));
    }

    private boolean answeredBehindOneThatIsLate(FoldReads reads) {
        List<CompletableFuture<?>> behind = new ArrayList<>();
        store.meanwhile(() -> {
            CompletableFuture<?> late = ask(reads, "late");
            assertThatThrownBy(late::get).hasCauseInstanceOf(StoreException.class);
            behind.add(ask(reads, "in-time"));
        });
        ask(reads, "hangs");
        runTurns();
        return !behind.get(0).isCompletedExceptionally();
    }

    @Test
    void a_turn_that_nobody_runs_goes_to_the_next_and_then_to_nobody() {
        FoldReads reads = reading(1, LONG);
        Executor stopped = work -> {
            throw new RejectedExecutionException("stopped");
        };
        List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
        store.meanwhile(() -> {
            answers.add(reads.standing(new TenantId("a"), stopped));
            answers.add(ask(reads, "b"));
            answers.add(reads.standing(new TenantId("c"), stopped));
        });
        ask(reads, "first");
        runTurns();

        assertThatThrownBy(answers.get(0)::get).hasCauseInstanceOf(StoreException.class);
        assertThat(whose(answers.get(1))).isEqualTo("b");
        assertThat(whose(answers.get(2)))
                .as("was taken by the turn of the other")
                .isEqualTo("c");
        assertThat(whose(ask(reads, "d"))).isEqualTo("d");
    }

    @Test
    void a_thread_that_is_interrupted_asks_as_any_other_and_stays_interrupted() {
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = askMeanwhile(reads, "a", "b");
        Thread.currentThread().interrupt();
        runTurns();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(whose(answers.get(1))).isEqualTo("b");
    }

    @Test
    void where_a_statement_sees_one_tenant_alone_each_is_asked_for_by_itself_and_waits_for_nobody() {
        store.together = false;
        FoldReads reads = reading(1, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = askMeanwhile(reads, "a", "b", "c");

        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(store.asked).containsExactly(List.of("a"), List.of("b"), List.of("c"));
        assertThat(turns).isEmpty();
    }
}
