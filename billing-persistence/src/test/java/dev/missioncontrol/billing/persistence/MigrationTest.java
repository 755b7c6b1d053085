package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationTest {
    private static final int NODES = 4;

    @ParameterizedTest
    @EnumSource
    void a_schema_is_made_once_and_found_up_to_date_after(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.ABSENT);
            assertThat(JdbiBillingStore.migrate(source)).isEqualTo(SchemaState.UP_TO_DATE);
            assertThat(JdbiBillingStore.migrate(source)).isEqualTo(SchemaState.UP_TO_DATE);
            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.UP_TO_DATE);
        }
    }

    @Test
    void an_h2_that_does_not_speak_the_dialect_is_told_what_its_url_lacks_and_gets_no_schema() {
        JdbcDataSource bare = new JdbcDataSource();
        bare.setURL("jdbc:h2:mem:bare;MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
        assertThatThrownBy(() -> JdbiBillingStore.migrate(bare))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("put ;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH behind its URL");
        assertThat(JdbiBillingStore.schemaState(bare)).isEqualTo(SchemaState.ABSENT);
    }

    @Test
    void who_forgot_to_migrate_is_told_so() {
        JdbcDataSource empty = new JdbcDataSource();
        empty.setURL("jdbc:h2:mem:empty;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
        assertThatThrownBy(() -> JdbiBillingStore.on(empty).standing(new TenantId("acme")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("migrate it first");
    }

    @ParameterizedTest
    @EnumSource
    void nodes_that_migrate_at_once_all_find_it_up_to_date(RealDatabase database) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try (HikariDataSource source = database.open()) {
            List<Future<SchemaState>> all = new ArrayList<>();
            for (int i = 0; i < NODES; i++) all.add(nodes.submit(() -> JdbiBillingStore.migrate(source)));
            for (Future<SchemaState> one : all) assertThat(one.get()).isEqualTo(SchemaState.UP_TO_DATE);
        } finally {
            nodes.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_hosts_tables_of_the_same_names_are_left_alone(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            execute(source, "create table public.tenants (mine integer)");
            execute(source, "create table public.flyway_schema_history (theirs integer)");
            JdbiBillingStore.migrate(source);
            assertThat(tablesOf(source, "public")).containsExactlyInAnyOrder("tenants", "flyway_schema_history");
            assertThat(tablesOf(source, "billing"))
                    .containsExactlyInAnyOrder(
                            "tenants",
                            "subscriptions",
                            "customers",
                            "tracked_subscriptions",
                            "marked_subscriptions",
                            "planned_changes",
                            "webhook_events",
                            "checkout_attempts",
                            "billing_audit",
                            "seat_pushes",
                            "browser_sessions",
                            "billing_changes",
                            "billing_jobs",
                            "billing_counters",
                            "billing_days",
                            "billing_minutes",
                            "billing_sweeps",
                            "billing_outbox",
                            "erased_references",
                            "billing_schema_history");
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_installations_live_in_two_schemas_of_one_database(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source, "first");
            assertThat(JdbiBillingStore.schemaState(source, "second")).isEqualTo(SchemaState.ABSENT);
            JdbiBillingStore.migrate(source, "second");
            assertThat(tablesOf(source, "second")).contains("tenants").hasSameSizeAs(tablesOf(source, "first"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobody_starts_on_a_schema_of_a_later_version_and_it_is_left_as_it_is(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            execute(
                    source,
                    "insert into billing.billing_schema_history values"
                            + " (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'me', current_timestamp, 1, true)");
            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.NEWER);
            assertThatThrownBy(() -> JdbiBillingStore.migrate(source))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("schema billing is ahead of this version, and was left as it is");
            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.NEWER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_migration_that_failed_or_was_changed_is_left_to_an_operator(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            execute(source, "update billing.billing_schema_history set \"checksum\" = 1 where \"version\" = '1'");
            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.BROKEN);
            assertThatThrownBy(() -> JdbiBillingStore.migrate(source))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("billing_schema_history");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_of_the_migrations_is_what_ran(RealDatabase database) throws SQLException, IOException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            List<String> ran = new ArrayList<>();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select \"version\", \"checksum\" from"
                            + " billing.billing_schema_history where \"version\" is not null order by 1, 2")) {
                while (rows.next()) ran.add(rows.getString(1) + ' ' + rows.getString(2));
            }
            ran.sort(Comparator.comparingInt(one -> Integer.parseInt(one.split(" ")[0])));
            if (Boolean.getBoolean("migrations.update"))
                Files.write(
                        Path.of("src/main/resources/dev/missioncontrol/billing/persistence", WrittenMigrations.LIST),
                        ran);
            assertThat(WrittenMigrations.all())
                    .as("a migration came or changed: run this test with -Dmigrations.update=true, then again")
                    .isEqualTo(ran);
            try (Connection connection = source.getConnection()) {
                assertThat(WrittenMigrations.areWhatRan(connection, new SchemaName("billing")))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_history_that_is_not_just_that_is_not_taken_for_it(RealDatabase database) throws SQLException {
        List<String> changes = List.of(
                "update billing.billing_schema_history set \"checksum\" = 1 where \"version\" = '1'",
                "update billing.billing_schema_history set \"success\" = false where \"version\" = '2'",
                "delete from billing.billing_schema_history where \"installed_rank\" ="
                        + " (select max(\"installed_rank\") from billing.billing_schema_history)",
                "insert into billing.billing_schema_history values"
                        + " (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'me', current_timestamp, 1, true)",
                "drop table billing.billing_schema_history");
        for (String change : changes)
            try (HikariDataSource source = database.open()) {
                JdbiBillingStore.migrate(source);
                execute(source, change);
                try (Connection connection = source.getConnection()) {
                    assertThat(WrittenMigrations.areWhatRan(connection, new SchemaName("billing")))
                            .as(change)
                            .isFalse();
                }
                assertThat(JdbiBillingStore.schemaState(source)).as(change).isNotEqualTo(SchemaState.UP_TO_DATE);
            }
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_is_named_by_plain_letters_only(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            for (String name : List.of("", "Billing", "a;b", "a b", "1a", "a\"", "a".repeat(64)))
                assertThatThrownBy(() -> JdbiBillingStore.on(source, name))
                        .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** What the last migrations have made, undone. */
    static final List<String> BACK_TO_TWELVE = List.of(
            "alter table billing.seat_pushes drop column refused_since",
            "alter table billing.checkout_attempts drop column price_id",
            "alter table billing.checkout_attempts drop column trial_days",
            "alter table billing.checkout_attempts drop column customer_id",
            "drop table billing.browser_sessions",
            "drop table billing.marked_subscriptions",
            "drop table billing.planned_changes",
            "alter table billing.tracked_subscriptions add column planned_price varchar(255)",
            "alter table billing.tracked_subscriptions add column planned_quantity bigint",
            "alter table billing.tracked_subscriptions add column planned_at timestamp(6) with time zone",
            "alter table billing.tracked_subscriptions add column due_at timestamp(6) with time zone",
            "alter table billing.tracked_subscriptions add column marked_since timestamp(6) with time zone",
            "create index tracked_subscriptions_due on billing.tracked_subscriptions (due_at, subscription_id)",
            "create index tracked_subscriptions_marked on billing.tracked_subscriptions (marked_since)",
            "delete from billing." + Migrations.HISTORY + " where cast(\"version\" as integer) > 12");

    @ParameterizedTest
    @EnumSource
    void what_waits_or_is_planned_still_does_and_is(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            for (String undone : BACK_TO_TWELVE) execute(source, undone);
            for (String one : List.of(
                    "'sub_a', timestamp '2027-01-01 00:00:03', timestamp '2027-01-01 00:00:01', 'price', 4, now()",
                    "'sub_b', timestamp '2027-01-01 00:00:02', null, null, null, null",
                    "'sub_c', null, null, null, null, null"))
                execute(
                        source,
                        "insert into billing.tracked_subscriptions (quarantined, livemode, ended, provisional, registers,"
                                + " dirty, synced, row_version, token, attempts, unowned_tries, created_at, updated_at,"
                                + " subscription_id, due_at, marked_since, planned_price, planned_quantity, planned_at)"
                                + " values (false, false, false, true, '{}', 2, 1, 1, 7, 3, 0, now(), now(), " + one
                                + ")");

            assertThat(JdbiBillingStore.migrate(source)).isEqualTo(SchemaState.UP_TO_DATE);

            assertThat(rowsOf(
                            source,
                            "select subscription_id, extract(second from marked_since), extract(second from due_at)"
                                    + " from billing.marked_subscriptions order by 1"))
                    .containsExactly("sub_a 1 3", "sub_b 2 2");
            assertThat(
                            rowsOf(
                                    source,
                                    "select subscription_id || planned_price, planned_quantity, 0 from billing.planned_changes"))
                    .containsExactly("sub_aprice 4 0");
        }
    }

    private static List<String> rowsOf(HikariDataSource source, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) all.add(rows.getString(1) + ' ' + rows.getInt(2) + ' ' + rows.getInt(3));
        }
        return all;
    }

    static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> tablesOf(HikariDataSource source, String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = source.getConnection();
                ResultSet rows =
                        connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) tables.add(rows.getString("TABLE_NAME"));
        }
        return tables;
    }
}
