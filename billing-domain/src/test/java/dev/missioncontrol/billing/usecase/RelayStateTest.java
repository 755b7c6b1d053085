package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.RelayState.Trouble;
import dev.missioncontrol.billing.usecase.RelayState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a receiver has come is written by one node and read by others: by some of another version, and by some of another clock. */
class RelayStateTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Trouble trouble(Instant at) {
        return Trouble.after(Optional.empty(), at, "shop", Optional.empty());
    }

    @Test
    void progress_is_written_so_that_another_node_reads_the_same() {
        Trouble trouble = Trouble.after(
                Optional.of(trouble(NOW)), NOW.plusSeconds(20), "shop", Optional.of(Duration.ofMinutes(5)));
        RelayState state = new RelayState(
                42,
                Optional.of(trouble),
                Map.of(
                        new TenantId("a+b|c~d@e:f"),
                        new Waiting(7, Optional.of(trouble)),
                        ACME,
                        new Waiting(9, Optional.empty())));

        assertThat(RelayState.of(state.text())).isEqualTo(state);
        assertThat(RelayState.of("")).isEqualTo(RelayState.BEGINNING);
        assertThatIllegalArgumentException().isThrownBy(() -> RelayState.of("away x"));
        assertThatIllegalArgumentException().isThrownBy(() -> RelayState.of("something else"));
    }

    /** They take the words after a tenant's position, and after "away", for how often, since when and until when, and pass over more. */
    @Test
    void nodes_of_before_find_their_words_where_they_look_for_them() {
        String text = new RelayState(
                        42, Optional.of(trouble(NOW)), Map.of(ACME, new Waiting(7, Optional.of(trouble(NOW)))))
                .text();

        List<String> lines = List.of(text.split("\n"));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("1 42");
        List<String> away = List.of(lines.get(1).split(" "));
        List<String> waits = List.of(lines.get(2).split(" "));
        assertThat(waits.subList(0, 3)).containsExactly("wait", "acme", "7");
        for (List<String> words : List.of(away.subList(1, away.size()), waits.subList(3, waits.size()))) {
            assertThat(words.get(0)).isEqualTo("1");
            assertThat(Instant.parse(words.get(1))).isEqualTo(NOW);
            assertThat(Instant.parse(words.get(2))).isEqualTo(trouble(NOW).due());
        }
    }

    @Test
    void what_nodes_of_before_wrote_waits_as_they_have_it_wait() {
        RelayState state = RelayState.of("1 42\naway 3 2026-01-01T00:00:00Z 2026-01-01T09:00:00Z\n"
                + "wait acme 7 1 2026-01-01T00:00:00Z 2026-01-01T00:00:05Z");

        assertThat(state.paused(Instant.parse("2026-01-01T08:59:59Z"))).isTrue();
        assertThat(state.paused(Instant.parse("2026-01-01T09:00:00Z"))).isFalse();
        assertThat(state.due(Instant.parse("2026-01-01T00:00:04Z"))).isEmpty();
        assertThat(state.due(Instant.parse("2026-01-01T00:00:05Z"))).containsExactly(ACME);
        assertThat(state.paused(Instant.parse("2026-01-01T02:59:59Z")))
                .as("no wait is as long as from here to its end")
                .isFalse();
    }

    @Test
    void nobody_waits_by_a_clock_that_was_ahead() {
        Trouble ahead = trouble(NOW.plus(Duration.ofHours(3)));
        RelayState state = new RelayState(42, Optional.of(ahead), Map.of(ACME, new Waiting(7, Optional.of(ahead))));
        assertThat(state.paused(NOW)).isFalse();
        assertThat(state.due(NOW)).containsExactly(ACME);

        Trouble next = Trouble.after(Optional.of(ahead), NOW, "shop", Optional.empty());
        assertThat(next.since()).as("not in the future").isEqualTo(NOW);
        assertThat(next.waits(NOW)).isTrue();
        assertThat(next.attempts()).isEqualTo(2);
    }

    @Test
    void a_clock_that_is_days_ahead_gives_up_nothing_after_a_few_tries() {
        Instant ahead = NOW.plus(Duration.ofDays(30));
        Trouble second = Trouble.after(Optional.of(trouble(NOW)), ahead, "shop", Optional.empty());
        assertThat(second.hopeless(ahead)).isFalse();

        Trouble last = second;
        while (last.attempts() < RelayState.FEWEST_TRIES)
            last = Trouble.after(Optional.of(last), last.due(), "shop", Optional.of(RelayState.LONGEST_ASKED));
        assertThat(last.hopeless(last.at())).isTrue();
    }
}
