package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcTest {
    private static final String POSTMASTER =
            "17 (postgres) S 1 17 17 0 -1 4194560 5 6 0 0 100 50 700 300 20 0 1 0 12345 220624 19844";

    @Test
    void time_in_the_program_and_in_the_kernel_are_both_its_own() {
        Proc.Stat stat = Proc.Stat.parse(POSTMASTER);

        assertThat(stat).isEqualTo(new Proc.Stat(1, Duration.ofMillis(1_500), Duration.ofSeconds(10)));
    }

    @Test
    void a_name_with_brackets_and_blanks_shifts_nothing() {
        assertThat(Proc.Stat.parse(POSTMASTER.replace("(postgres)", "(a) b (c 9)")))
                .isEqualTo(Proc.Stat.parse(POSTMASTER));
    }

    @Test
    void what_ended_backends_took_is_counted_once_with_the_postmaster() {
        Proc.Stat postmaster = new Proc.Stat(1, Duration.ofSeconds(1), Duration.ofSeconds(10));
        Proc.Stat backend = new Proc.Stat(17, Duration.ofSeconds(2), Duration.ofSeconds(5));

        assertThat(Proc.sum(Map.of(17L, postmaster, 18L, backend))).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void a_machine_is_busy_with_all_but_idling_and_waiting_for_disks() {
        assertThat(Proc.busy("cpu  100 20 30 5000 700 1 2 3 40 50")).isEqualTo(Duration.ofMillis(1_560));
    }

    @Test
    void shares_say_who_had_the_processors_and_whose_the_rest_was() {
        Meter.Spent spent = new Meter.Spent(
                Duration.ofSeconds(10).toNanos(),
                Duration.ofSeconds(10),
                Optional.of(Duration.ofSeconds(6)),
                Duration.ofSeconds(2),
                Optional.of(Duration.ofSeconds(19)),
                0);

        assertThat(spent.shares(2)).isEqualTo("of 2 processors: server 50 %, PostgreSQL 30 %, load 10 %, others 5 %");
    }

    @Test
    void a_system_that_tells_nothing_of_other_processes_is_said_to() {
        Meter.Spent spent = new Meter.Spent(
                Duration.ofSeconds(10).toNanos(),
                Duration.ofSeconds(10),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                0);

        assertThat(spent.shares(2)).isEqualTo("of 2 processors: server 50 %, PostgreSQL not on this system, load 0 %");
    }
}
