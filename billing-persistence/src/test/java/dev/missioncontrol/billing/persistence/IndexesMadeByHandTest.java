package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Indexes that somebody makes by hand before the migration that makes them, as one does for large tables. */
class IndexesMadeByHandTest {
    /** The first migration before which an operator may have made its indexes by hand: those before it are as they were run. */
    private static final int INDEXES_MAY_BE_THERE = 18;

    private static final Path MIGRATIONS =
            Path.of("src/main/resources/dev/missioncontrol/billing/persistence/migration");

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");

    private static final Pattern MADE_IN_ANY_CASE = Pattern.compile(
            "create\\s+(?:unique\\s+)?index\\s+(?!if\\s+not\\s+exists\\s)(\\S+)", Pattern.CASE_INSENSITIVE);

    @Test
    void no_migration_fails_where_its_index_was_made_by_hand_before() throws IOException {
        List<String> before = new ArrayList<>();
        List<String> since = new ArrayList<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                Matcher name = VERSION.matcher(file.getFileName().toString());
                assertThat(name.matches()).as("%s", file).isTrue();
                List<String> made = MADE_IN_ANY_CASE
                        .matcher(Files.readString(file))
                        .results()
                        .map(one -> one.group(1))
                        .toList();
                (Integer.parseInt(name.group(1)) < INDEXES_MAY_BE_THERE ? before : since).addAll(made);
            }
        }
        assertThat(before)
                .as("what is looked for is found")
                .contains("seat_pushes_refused", "billing_outbox_published");
        assertThat(since)
                .as("indexes without 'if not exists': decisions/0030 has large tables' made by hand before")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_index_that_was_made_by_hand_before_is_taken_as_it_is(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            MigrationTest.execute(source, "create index tenants_pseudonym_later on billing.tenants (pseudonym)");
            Migrations later = new Migrations(source, new SchemaName("billing"), Migrations.SCRIPTS, "classpath:later");
            assertThat(later.run()).isEqualTo(SchemaState.UP_TO_DATE);
        }
    }
}
