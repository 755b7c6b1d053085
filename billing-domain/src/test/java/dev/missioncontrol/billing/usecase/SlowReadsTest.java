package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.AskedReads.LONG;
import static dev.missioncontrol.billing.usecase.AskedReads.whose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statuses that wait for a statement that hangs or a turn that nobody runs: some go beside it, and nobody waits too long. */
@Timeout(120)
class SlowReadsTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    @Test
    void behind_a_statement_that_hangs_few_are_asked_for_beside_it() {
        AskedReads reads = new AskedReads(2, LONG);
        List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
        reads.store.meanwhile(() -> {
            answers.add(reads.ask("a"));
            reads.passes(FoldReads.SLOW.plusMillis(1));
            answers.add(reads.ask("b"));
            reads.turns.remove().run();
            assertThat(answers).allMatch(CompletableFuture::isDone);
        });
        reads.ask("hangs");

        assertThat(reads.store.asked).containsExactly(List.of("hangs"), List.of("a", "b"));
        assertThat(reads.turns).isEmpty();
    }

    @Test
    void behind_a_statement_that_hangs_one_is_asked_for_though_nobody_else_comes() {
        AskedReads reads = new AskedReads(2, LONG);
        reads.store.meanwhile(() -> {
            CompletableFuture<?> a = reads.ask("a");
            reads.later.remove().run();
            assertThat(reads.turns).as("it may be over soon").isEmpty();
            reads.passes(FoldReads.SLOW.plusMillis(1));
            reads.later.remove().run();
            reads.turns.remove().run();
            assertThat(a).isDone();
        });
        reads.ask("hangs");

        assertThat(reads.store.asked).containsExactly(List.of("hangs"), List.of("a"));
        reads.later.remove().run();
        assertThat(reads.later).as("nobody waits").isEmpty();
        reads.ask("next");
        assertThat(reads.store.asked).last().isEqualTo(List.of("next"));
    }

    @Test
    void where_each_is_asked_for_alone_and_is_slow_the_rest_is_not_asked_for_when_nobody_waits_any_more() {
        AskedReads reads = new AskedReads();
        List<CompletableFuture<Optional<Standing>>> answers = reads.askMeanwhile("a", "broken", "b", "c", "d");
        reads.store.meanwhile = () -> reads.passes(LONG.minusSeconds(5));

        reads.runTurns();

        assertThatThrownBy(answers.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(whose(answers.get(2))).isEqualTo("b");
        for (CompletableFuture<?> failed : answers.subList(3, 5))
            assertThatThrownBy(failed::get).hasCauseInstanceOf(StoreException.class);
        assertThat(reads.store.asked).last().isEqualTo(List.of("b"));
    }

    @Test
    void more_than_can_be_answered_in_time_are_sent_away_at_once() {
        AskedReads reads = new AskedReads();
        reads.store.meanwhile(() -> {
            for (int one = 0; one < FoldReads.MOST_WAITING; one++) reads.ask("t" + one);
            assertThatThrownBy(reads.ask("one-more")::get).hasCauseInstanceOf(StoreException.class);
        });
        reads.ask("first");
        reads.runTurns();
        assertThat(reads.waiting()).isZero();
    }

    @Test
    void who_has_waited_too_long_is_told_so_and_is_not_asked_for_any_more() {
        AskedReads reads = new AskedReads(1, A_MOMENT);
        boolean inTime = false;
        // On a machine that stands still for a moment, that one is late as well: then another comes.
        while (!inTime) {
            reads.store.asked.clear();
            inTime = answeredBehindOneThatIsLate(reads);
            assertThat(reads.store.asked.remove(0)).isEqualTo(List.of("hangs"));
            assertThat(reads.store.asked).isSubsetOf(List.of(List.of("in-time")));
        }
        assertThat(reads.store.asked).containsExactly(List.of("in-time"));
    }

    private boolean answeredBehindOneThatIsLate(AskedReads reads) {
        List<CompletableFuture<?>> behind = new ArrayList<>();
        reads.store.meanwhile(() -> {
            CompletableFuture<?> late = reads.ask("late");
            assertThatThrownBy(late::get).hasCauseInstanceOf(StoreException.class);
            behind.add(reads.ask("in-time"));
        });
        reads.ask("hangs");
        reads.runTurns();
        return !behind.get(0).isCompletedExceptionally();
    }

    @Test
    void a_turn_that_nobody_runs_goes_to_the_next_and_then_to_nobody() {
        AskedReads reads = new AskedReads();
        Executor stopped = work -> {
            throw new RejectedExecutionException("stopped");
        };
        List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
        reads.store.meanwhile(() -> {
            answers.add(reads.ask("a", stopped));
            answers.add(reads.ask("b"));
            answers.add(reads.ask("c", stopped));
        });
        reads.ask("first");
        reads.runTurns();

        assertThatThrownBy(answers.get(0)::get).hasCauseInstanceOf(StoreException.class);
        assertThat(whose(answers.get(1))).isEqualTo("b");
        assertThat(whose(answers.get(2)))
                .as("was taken by the turn of the other")
                .isEqualTo("c");
        assertThat(whose(reads.ask("d"))).isEqualTo("d");
    }
}
