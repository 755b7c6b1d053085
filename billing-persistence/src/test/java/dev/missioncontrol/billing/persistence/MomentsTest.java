package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final long LAST_OF_THE_YEAR_9999 = 253_402_300_799L;

    @Test
    void every_moment_is_read_as_it_was_written() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(2 * LAST_OF_THE_YEAR_9999) - LAST_OF_THE_YEAR_9999;
            Instant moment = Instant.ofEpochSecond(second, random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
            assertThat(Moments.read(moment.toString())).as("seed %d", seed).isEqualTo(moment);
        }
    }

    @Test
    void what_is_no_usual_moment_is_what_the_formatter_says() {
        for (String rare : List.of("2026-02-28T24:00:00Z", "2016-12-31T23:59:60Z", "+10000-01-01T00:00:00Z"))
            assertThat(Moments.read(rare)).isEqualTo(Instant.parse(rare));
        for (String none : List.of("", "2026-02-30T00:00:00Z", "2026-02-28T00:61:00Z", "2026-02-28 00:00:00Z"))
            assertThatThrownBy(() -> Moments.read(none)).as(none).isInstanceOf(DateTimeException.class);
    }
}
