package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An event that is delivered once more: for how long, and to whom, it is answered without the store. */
class KnownAsStoredTest {
    private final BroughtEvents events = new BroughtEvents();

    @Test
    void what_was_just_stored_is_answered_without_the_store_and_later_asked_of_it_again() throws Exception {
        events.bring("a");
        events.bring("fails");
        events.runTurns();

        assertThat(events.bring("a").get()).isEqualTo(Accepted.SEEN_BEFORE);
        events.bring("fails");
        events.runTurns();
        assertThat(events.groups).containsExactly(List.of("a", "fails"), List.of("fails"));

        events.passes(FoldEvents.KNOWN_AS_STORED);
        events.bring("a");
        events.runTurns();
        assertThat(events.groups).last().isEqualTo(List.of("a"));
    }

    @Test
    void a_host_that_waits_is_always_answered_by_the_store() {
        events.bring("a");
        events.runTurns();
        events.bringAndWait("a");
        events.bringAndWait("a");
        assertThat(events.groups).containsExactly(List.of("a"), List.of("a"), List.of("a"));
    }

    @Test
    void of_all_that_was_stored_the_newest_is_known() {
        for (int one = 0; one <= FoldEvents.MOST_KNOWN; one++) {
            events.bring("evt_" + one);
            events.runTurns();
        }
        events.groups.clear();
        events.bring("evt_1");
        events.runTurns();
        assertThat(events.groups).isEmpty();
        events.bring("evt_0");
        events.runTurns();
        assertThat(events.groups).containsExactly(List.of("evt_0"));
    }
}
