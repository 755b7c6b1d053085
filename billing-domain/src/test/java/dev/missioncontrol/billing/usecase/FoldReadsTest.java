package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.AskedReads.LONG;
import static dev.missioncontrol.billing.usecase.AskedReads.whose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.store.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statuses that are asked for at the same time: which statement answers whom. */
@Timeout(120)
class FoldReadsTest {
    @Test
    void who_comes_while_nothing_is_asked_asks_at_once_and_hands_nothing_over() {
        AskedReads reads = new AskedReads();

        assertThat(whose(reads.ask("a"))).isEqualTo("a");
        assertThat(reads.ask("has-nothing").join()).isEmpty();

        assertThat(reads.store.asked).containsExactly(List.of("a"), List.of("has-nothing"));
        assertThat(reads.turns).isEmpty();
    }

    @Test
    void who_comes_meanwhile_is_answered_by_the_next_statement_each_with_its_own() {
        AskedReads reads = new AskedReads();
        List<CompletableFuture<Optional<Standing>>> answers = reads.askMeanwhile("a", "b", "has-nothing", "c", "b");
        assertThat(answers.get(0)).isDone();
        assertThat(answers.subList(1, 5)).noneMatch(CompletableFuture::isDone);

        reads.runTurns();

        assertThat(reads.store.asked).containsExactly(List.of("a"), List.of("b", "c", "has-nothing"));
        assertThat(whose(answers.get(1))).isEqualTo("b");
        assertThat(answers.get(2).join()).isEmpty();
        assertThat(whose(answers.get(3))).isEqualTo("c");
        assertThat(whose(answers.get(4))).isEqualTo("b");
    }

    @Test
    void many_tenants_at_random_are_each_answered_their_own_by_a_statement_that_began_after_they_came() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            AskedReads reads = new AskedReads(1 + random.nextInt(FoldReads.MOST_GROUPS), LONG);
            List<Runnable> checks = new ArrayList<>();
            Runnable ask = () -> {
                String tenant = "t" + random.nextInt(40);
                int begun = reads.store.asked.size();
                CompletableFuture<Optional<Standing>> answer = reads.ask(tenant);
                checks.add(() -> {
                    assertThat(whose(answer)).isEqualTo(tenant);
                    assertThat(AskedStore.statement(answer.join().orElseThrow()))
                            .isGreaterThan(begun);
                });
            };
            reads.store.meanwhile = () -> {
                for (int one = random.nextInt(4); one > 0; one--) ask.run();
                if (random.nextInt(4) == 0) reads.passes(FoldReads.SLOW.plusMillis(1));
            };
            for (int step = 0; step < 60; step++) {
                if (random.nextBoolean() || reads.turns.isEmpty()) ask.run();
                else (random.nextBoolean() ? reads.turns.removeFirst() : reads.turns.removeLast()).run();
            }
            reads.store.meanwhile = () -> {};
            reads.runTurns();
            assertThat(reads.waiting()).as("seed %d", seed).isZero();
            checks.forEach(Runnable::run);
        }
    }

    @Test
    void a_statement_has_a_bound_and_a_full_one_goes_beside_that_which_is_under_way() {
        AskedReads reads = new AskedReads(2, LONG);
        reads.store.meanwhile(() -> {
            for (int one = 1; one < FoldReads.MOST_TOGETHER; one++) reads.ask("t" + one);
            assertThat(reads.turns).as("fewer wait for its end").isEmpty();
            reads.ask("full");
            reads.ask("behind");
            assertThat(reads.turns).hasSize(1);
            reads.turns.remove().run();
        });
        reads.ask("first");
        reads.runTurns();

        assertThat(reads.store.asked).extracting(List::size).containsExactly(1, FoldReads.MOST_TOGETHER, 1);
        assertThat(reads.store.asked).last().isEqualTo(List.of("behind"));
    }

    @Test
    void it_is_looked_again_once_for_all_who_wait() {
        AskedReads reads = new AskedReads();
        reads.askMeanwhile("a", "b", "c", "d");
        assertThat(reads.later).hasSize(1);
        reads.runTurns();
    }

    @Test
    void a_thread_that_is_interrupted_asks_as_any_other_and_stays_interrupted() {
        AskedReads reads = new AskedReads();
        List<CompletableFuture<Optional<Standing>>> answers = reads.askMeanwhile("a", "b");
        Thread.currentThread().interrupt();
        reads.runTurns();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(whose(answers.get(1))).isEqualTo("b");
    }

    @Test
    void where_a_statement_sees_one_tenant_alone_each_is_asked_for_by_itself_and_waits_for_nobody() {
        AskedReads reads = new AskedReads();
        reads.store.together = false;
        List<CompletableFuture<Optional<Standing>>> answers = reads.askMeanwhile("a", "b", "c");

        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(reads.store.asked).containsExactly(List.of("a"), List.of("b"), List.of("c"));
        assertThat(reads.turns).isEmpty();
    }
}
