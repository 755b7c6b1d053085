package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node of a later version that migrates while an older one does: here its migration is written by a script of the older one's. */
class OvertakenMigrationTest {
    @ParameterizedTest
    @EnumSource
    void where_a_later_version_migrates_at_the_same_moment_it_is_not_said_that_nothing_was_changed(
            RealDatabase database, @TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("V1001__meanwhile.sql"),
                "insert into billing.billing_schema_history values"
                        + " (2000, '2000', 'later', 'SQL', 'V2000__later.sql', 1, 'me', current_timestamp, 1, true)");
        try (HikariDataSource source = database.open()) {
            Migrations overtaken =
                    new Migrations(source, new SchemaName("billing"), Migrations.SCRIPTS, "filesystem:" + folder);
            assertThatThrownBy(overtaken::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ahead of this version: another node migrated it at the same time")
                    .message()
                    .doesNotContain("left as it is");
        }
    }
}
