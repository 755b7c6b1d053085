package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpaceTest {
    private static final long GIGABYTE = 1_000_000_000L;

    private final Report report = new Report();

    @Test
    void ten_million_tenants_need_what_they_store_and_what_is_logged_of_it() {
        Settings quiet = settings("--tenants=10000000", "--warm-up=0", "--rounds=0");

        assertThat(Space.needed(10_000_000, quiet))
                .isEqualTo(10_000_000 * Space.TENANT_BYTES + Space.MOST_LOG_BYTES)
                .isBetween(30 * GIGABYTE, 35 * GIGABYTE);
    }

    @Test
    void longer_loads_need_more() {
        assertThat(Space.needed(1, settings("--seconds=30")) - Space.needed(1, settings("--seconds=29")))
                .isEqualTo(3 * 7 * Space.LOAD_SECOND_BYTES);
    }

    @Test
    void a_number_of_tenants_that_the_disk_does_not_hold_is_left_out_and_the_table_says_why() {
        Settings settings = settings("--tenants=10000,10000000", "--seconds=1", "--warm-up=1");

        assertThat(Space.fitting(settings, 20 * GIGABYTE, report)).containsExactly(10_000);

        ByteArrayOutputStream table = new ByteArrayOutputStream();
        report.print(new PrintStream(table, true, StandardCharsets.UTF_8));
        assertThat(table.toString(StandardCharsets.UTF_8))
                .contains("left out: 10,000,000 tenants", "need some 32.4 GB of disk, 20.0 GB are usable");
    }

    @Test
    void all_that_fit_are_measured_from_the_fewest_on() {
        Settings settings = settings("--tenants=1000000,10000");

        assertThat(Space.fitting(settings, 100 * GIGABYTE, report)).containsExactly(10_000, 1_000_000);
        assertThat(report.isEmpty()).isTrue();
    }

    private static Settings settings(String... arguments) {
        return Settings.of(arguments);
    }
}
