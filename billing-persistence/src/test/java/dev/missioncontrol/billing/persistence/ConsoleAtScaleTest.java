package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Operations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What the console asks reads no large table from end to end. PostgreSQL itself says so, by counting what it did: no plan is
 * asked for that might not be the one that is run. With {@value #TENANTS} tenants its planner takes an index only where one pays.
 */
class ConsoleAtScaleTest {
    private static final int TENANTS = 30_000;

    @Test
    void no_question_of_the_console_reads_a_large_table_from_end_to_end() throws Exception {
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            JdbiBillingStore.migrate(source);
            ManyTenants.fill(source, TENANTS);
            oneSession(source);
            Operations operations = operations(source);
            // Those that filled it have told what they did by the time that everything was asked once.
            ConsoleQuestions.of(operations, TENANTS).values().forEach(Runnable::run);
            Scans scans = new Scans(source);
            List<String> whole = new ArrayList<>();
            for (Map.Entry<String, Runnable> question :
                    ConsoleQuestions.of(operations, TENANTS).entrySet()) {
                Map<String, Long> before = scans.taken();
                question.getValue().run();
                Map<String, Long> after = scans.taken();
                for (String table : ManyTenants.LARGE)
                    if (!after.get(table).equals(before.get(table)))
                        whole.add(question.getKey() + " read all of " + table);
            }
            assertThat(whole).isEmpty();
        }
    }

    @Test
    void the_statistics_notice_a_question_that_does() throws Exception {
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            JdbiBillingStore.migrate(source);
            ManyTenants.fill(source, 1_000);
            oneSession(source);
            Scans scans = new Scans(source);
            long before = scans.taken().get("subscriptions");
            try (var connection = source.getConnection();
                    var statement = connection.createStatement()) {
                statement.executeQuery("select count(*) from billing.subscriptions where seats = 3");
            }
            assertThat(scans.taken().get("subscriptions")).isGreaterThan(before);
        }
    }

    /** A session tells the others what it did only now and then; with one, there is nobody else to tell. */
    private static void oneSession(HikariDataSource source) {
        source.setMaximumPoolSize(1);
        source.getHikariPoolMXBean().softEvictConnections();
        // One that ends tells what it did before it is gone from the list of sessions.
        Awaitility.await().atMost(RealDatabase.PATIENCE).until(() -> sessions(source) == 1);
    }

    private static long sessions(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return Long.parseLong(Database.answer(
                    connection,
                    "select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client"
                            + " backend'"));
        }
    }

    static Operations operations(DataSource source) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(SandboxPaymentProvider.startingAt(Instant.now()))
                .store(JdbiBillingStore.on(source))
                .build()
                .operations();
    }

    /** How often each table was read from end to end, as PostgreSQL counts. */
    private record Scans(HikariDataSource source) {
        Map<String, Long> taken() throws Exception {
            Map<String, Long> taken = new java.util.HashMap<>();
            try (var connection = source.getConnection();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(true);
                statement.execute("select pg_stat_force_next_flush()");
                statement.execute("select pg_stat_clear_snapshot()");
                try (var rows = statement.executeQuery(
                        "select relname, seq_scan from pg_stat_user_tables where schemaname = 'billing'")) {
                    while (rows.next()) taken.put(rows.getString(1), rows.getLong(2));
                }
            }
            return taken;
        }
    }
}
