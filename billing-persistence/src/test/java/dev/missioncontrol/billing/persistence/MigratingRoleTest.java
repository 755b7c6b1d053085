package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements that {@code docs/operations/deploying.md} gives an administrator are all that {@code migrate} needs. */
class MigratingRoleTest {
    private static final Path PAGE = Path.of("../docs/operations/deploying.md");

    /** The role and its password, and the database, as the page calls them. */
    private static final String ROLE = "billing";

    private static final String PASSWORD = "...";

    private HikariDataSource administrator;

    @BeforeEach
    void connect() {
        administrator = RealDatabase.POSTGRESQL.open();
    }

    @AfterEach
    void takeAllBack() throws SQLException {
        execute("drop database if exists billing", "drop owned by " + ROLE + " cascade", "drop role " + ROLE);
        administrator.close();
    }

    @Test
    void a_role_migrates_its_own_database() throws Exception {
        execute(block(0));
        assertThat(migrate(administrator.getJdbcUrl().replaceFirst("/\\w+$", "/billing")))
                .isEqualTo(SchemaState.UP_TO_DATE);
    }

    @Test
    void a_role_migrates_a_schema_that_was_made_for_it_in_a_hosts_database() throws Exception {
        execute(block(1));
        assertThat(migrate(administrator.getJdbcUrl())).isEqualTo(SchemaState.UP_TO_DATE);
    }

    @Test
    void a_role_that_may_create_in_a_hosts_database_makes_the_schema_itself() throws Exception {
        execute(
                block(1)[0],
                "grant create on database " + administrator.getJdbcUrl().replaceFirst(".*/", "") + " to " + ROLE);
        assertThat(migrate(administrator.getJdbcUrl())).isEqualTo(SchemaState.UP_TO_DATE);
    }

    @Test
    void a_role_that_was_given_nothing_is_refused() throws Exception {
        execute(block(1)[0]);
        assertThatThrownBy(() -> migrate(administrator.getJdbcUrl()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the user lacks a right");
    }

    private static SchemaState migrate(String url) {
        try (HikariDataSource role = RealDatabase.patient(BillingPool.open(url, ROLE, PASSWORD))) {
            return JdbiBillingStore.migrate(role);
        }
    }

    /** The statements of the page's block of SQL with this number. */
    private static String[] block(int number) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++)
            if (lines.get(i).equals("```sql")) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                blocks.add(String.join("\n", lines.subList(i + 1, end)));
            }
        return blocks.get(number).split(";\\s*");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = administrator.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }
}
