package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** It knows what {@link RecentKeys} knows, which is written so that one sees it to be right. */
class RecentEventIdsTest {
    private static final Duration RECENT = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static EventId event(String id) {
        return new EventId(id);
    }

    @Test
    void knows_what_a_memory_of_objects_knows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int most : new int[] {1, 2, 7, 64}) {
            RecentEventIds stored = new RecentEventIds(RECENT, most);
            // Of notes that repeat an id it may keep fewer, so each id is noted once here, as the provider's are.
            RecentKeys<EventId> expected = new RecentKeys<>(RECENT, most);
            Instant now = NOW;
            for (int step = 0; step < 2_000; step++) {
                now = now.plusMillis(random.nextInt(400));
                EventId fresh = event("evt_" + step);
                stored.note(fresh, now);
                expected.note(fresh, now);
                for (int look = 0; look < 8; look++) {
                    EventId some = event("evt_" + Math.max(0, step - random.nextInt(2 * most + 8)));
                    assertThat(stored.has(some, now))
                            .as("%s after %d of %d, seed %d", some, step, most, seed)
                            .isEqualTo(expected.has(some, now));
                }
            }
        }
    }

    @Test
    void one_that_is_stored_again_is_as_recent_as_it_was_last_and_outlives_its_first_place() {
        RecentEventIds stored = new RecentEventIds(RECENT, 3);
        stored.note(event("a"), NOW);
        stored.note(event("a"), NOW.plusSeconds(4));
        assertThat(stored.has(event("a"), NOW.plusSeconds(8))).isTrue();

        stored.note(event("b"), NOW.plusSeconds(4));
        stored.note(event("c"), NOW.plusSeconds(4));
        assertThat(stored.has(event("a"), NOW.plusSeconds(8))).isTrue();
        stored.note(event("d"), NOW.plusSeconds(4));
        assertThat(stored.has(event("a"), NOW.plusSeconds(8))).isFalse();
    }

    @Test
    void ids_of_one_hash_are_not_taken_for_one_another() {
        RecentEventIds stored = new RecentEventIds(RECENT, 4);
        assertThat("Aa").hasSameHashCodeAs("BB");
        stored.note(event("Aa"), NOW);
        assertThat(stored.has(event("BB"), NOW)).isFalse();
        stored.note(event("BB"), NOW);
        assertThat(stored.has(event("Aa"), NOW)).isTrue();
        for (int more = 0; more < 3; more++) stored.note(event("evt_" + more), NOW);
        assertThat(stored.has(event("Aa"), NOW)).isFalse();
        assertThat(stored.has(event("BB"), NOW)).isTrue();
    }

    @Test
    void a_clock_that_was_put_back_makes_nothing_known() {
        RecentEventIds stored = new RecentEventIds(RECENT, 4);
        stored.note(event("a"), NOW);
        assertThat(stored.has(event("a"), NOW.minusMillis(1))).isFalse();
        assertThat(stored.has(event("a"), NOW)).isTrue();
        assertThat(stored.has(event("a"), NOW.plus(RECENT))).isFalse();
    }

    @Test
    void an_id_that_has_no_room_is_left_to_the_store() {
        RecentEventIds stored = new RecentEventIds(RECENT, 4);
        EventId longest = event("e".repeat(RecentEventIds.LONGEST));
        EventId longer = event("e".repeat(RecentEventIds.LONGEST + 1));
        stored.note(longest, NOW);
        stored.note(longer, NOW);
        assertThat(stored.has(longest, NOW)).isTrue();
        assertThat(stored.has(longer, NOW)).isFalse();
    }
}
