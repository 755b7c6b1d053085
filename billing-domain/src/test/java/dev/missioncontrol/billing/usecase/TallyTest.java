package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a run counted goes on with it, from node to node. */
class TallyTest {
    private static final SweepCursor CURSOR =
            SweepCursor.begin(Instant.parse("2027-01-01T00:00:00Z")).after("sub_1");

    @Test
    void a_place_reads_as_it_was_written() {
        for (long otherMode : new long[] {0, 7}) {
            Tally.Place place = new Tally.Place(new Tally(1, 2, 3, 14, 5, otherMode), CURSOR);
            assertThat(Tally.Place.parse(place.text())).contains(place);
        }
    }

    @Test
    void without_any_of_the_other_mode_it_is_what_nodes_of_the_version_before_read() {
        assertThat(new Tally.Place(new Tally(1, 2, 3, 14, 5, 0), CURSOR).text())
                .isEqualTo("1 2 3 14 5 LIST 2027-01-01T00:00:00Z sub_1");
    }

    @Test
    void what_is_no_place_begins_anew() {
        for (String text :
                new String[] {"", "1 2 3 4 5", "1 2 3 4 5 6", "1 2 3 4 x LIST 2027-01-01T00:00:00Z", "1 2 3 4 5 DONE"})
            assertThat(Tally.Place.parse(text)).as(text).isEmpty();
    }
}
