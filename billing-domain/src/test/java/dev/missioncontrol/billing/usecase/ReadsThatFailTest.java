package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.AskedReads.whose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statuses of which a statement can't be answered: what those are told who asked with it, and that the next go on. */
@Timeout(120)
class ReadsThatFailTest {
    @Test
    void a_fault_of_the_database_fails_those_of_that_statement_only_and_the_next_go_on() {
        AskedReads reads = new AskedReads();
        List<CompletableFuture<Optional<Standing>>> answers = reads.askMeanwhile("a", "b", "c");
        reads.store.away = true;
        reads.store.meanwhile(() -> answers.add(reads.ask("d")));
        reads.turns.remove().run();
        reads.store.away = false;
        reads.runTurns();

        assertThat(whose(answers.get(0))).isEqualTo("a");
        for (CompletableFuture<?> failed : answers.subList(1, 3))
            assertThatThrownBy(failed::get).hasCauseInstanceOf(StoreException.class);
        assertThat(whose(answers.get(3))).isEqualTo("d");
        assertThat(whose(reads.ask("e"))).isEqualTo("e");
    }

    @Test
    void who_asks_alone_of_a_store_that_is_away_is_told_so_and_keeps_nobody_from_the_next_turn() {
        AskedReads reads = new AskedReads();
        reads.store.away = true;
        assertThatThrownBy(reads.ask("a")::get).hasCauseInstanceOf(StoreException.class);
        reads.store.away = false;
        assertThat(whose(reads.ask("a"))).isEqualTo("a");
    }

    @Test
    void what_one_has_and_nobody_can_read_is_no_others_matter() {
        AskedReads reads = new AskedReads();
        List<CompletableFuture<Optional<Standing>>> answers = reads.askMeanwhile("a", "b", "broken", "c");

        reads.runTurns();

        assertThat(whose(answers.get(1))).isEqualTo("b");
        assertThatThrownBy(answers.get(2)::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(whose(answers.get(3))).isEqualTo("c");
    }

    @Test
    void where_each_is_asked_for_alone_a_store_that_goes_away_is_not_waited_for_again_and_again() {
        AskedReads reads = new AskedReads();
        List<CompletableFuture<Optional<Standing>>> answers =
                reads.askMeanwhile("a", "broken", "goes-away", "c", "d", "e");

        reads.runTurns();

        assertThatThrownBy(answers.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
        for (CompletableFuture<?> failed : answers.subList(2, 6))
            assertThatThrownBy(failed::get).hasCauseInstanceOf(StoreException.class);
        assertThat(reads.store.asked).last().isEqualTo(List.of("goes-away"));
    }
}
