package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import dev.missioncontrol.billing.usecase.AcceptEvent.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An event that is delivered once more: for how long, and to whom, it is answered without the store. */
class KnownAsStoredTest {
    private final List<List<String>> groups = new ArrayList<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;
    private final FoldEvents fold = new FoldEvents(this::store, 1, Duration.ofSeconds(60), () -> now, work -> {});

    private List<Taken> store(List<ProviderEvent> events) {
        groups.add(events.stream().map(event -> event.id().value()).toList());
        return events.stream().map(FoldEventsTest::taken).toList();
    }

    private CompletableFuture<Accepted> bring(String id) {
        return fold.accept(FoldEventsTest.event(id), turns::add);
    }

    private void runTurns() {
        while (!turns.isEmpty()) turns.remove().run();
    }

    @Test
    void what_was_just_stored_is_answered_without_the_store_and_later_asked_of_it_again() throws Exception {
        bring("a");
        bring("fails");
        runTurns();

        assertThat(bring("a").get()).isEqualTo(Accepted.SEEN_BEFORE);
        bring("fails");
        runTurns();
        assertThat(groups).containsExactly(List.of("a", "fails"), List.of("fails"));

        now = now.plus(FoldEvents.KNOWN_AS_STORED);
        bring("a");
        runTurns();
        assertThat(groups).last().isEqualTo(List.of("a"));
    }

    @Test
    void a_host_that_waits_is_always_answered_by_the_store() {
        bring("a");
        runTurns();
        fold.accept(FoldEventsTest.event("a"));
        fold.accept(FoldEventsTest.event("a"));
        assertThat(groups).containsExactly(List.of("a"), List.of("a"), List.of("a"));
    }

    @Test
    void of_all_that_was_stored_the_newest_is_known() {
        for (int one = 0; one <= FoldEvents.MOST_KNOWN; one++) {
            bring("evt_" + one);
            runTurns();
        }
        groups.clear();
        bring("evt_1");
        runTurns();
        assertThat(groups).isEmpty();
        bring("evt_0");
        runTurns();
        assertThat(groups).containsExactly(List.of("evt_0"));
    }
}
