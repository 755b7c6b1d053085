package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseCheckupTest {
    /** More than one who looks opens itself. */
    private static final int OTHERS = 8;

    private static DatabaseCheckup look(DataSource source) {
        return DatabaseCheckup.of(source, "billing", InstantSource.system());
    }

    /** A slow machine is told less exactly: half of the way there and back, and what a clock's last digit is. */
    private static Duration asExactAs(DatabaseCheckup seen) {
        return seen.latency().dividedBy(2).plusMillis(1);
    }

    private static void execute(HikariDataSource source, String sql) throws Exception {
        try (Connection connection = source.getConnection()) {
            Database.execute(connection, sql);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_database_that_is_well_says_so(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            DatabaseCheckup empty = look(source);
            assertThat(empty.schema()).isEqualTo(SchemaState.ABSENT);
            assertThat(empty.migrations().pending()).first().asString().startsWith("1: ");
            JdbiBillingStore.migrate(source);
            Instant before = Instant.now();
            DatabaseCheckup seen = look(source);
            assertThat(seen.schema()).isEqualTo(SchemaState.UP_TO_DATE);
            assertThat(seen.migrations()).isEqualTo(new SchemaMigrations(List.of(), List.of(), List.of()));
            assertThat(seen.writable()).isTrue();
            assertThat(seen.missingRights()).isEmpty();
            assertThat(seen.clockAhead().abs()).isLessThanOrEqualTo(asExactAs(seen));
            assertThat(seen.latency()).isBetween(Duration.ZERO, Duration.between(before, Instant.now()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_clock_that_is_behind_here_is_seen(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            InstantSource behind = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-10));
            DatabaseCheckup seen = DatabaseCheckup.of(source, "billing", behind);
            assertThat(seen.clockAhead().minusMinutes(10).abs()).isLessThanOrEqualTo(asExactAs(seen));
        }
    }

    @Test
    void what_a_user_may_not_do_is_named() throws Exception {
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            JdbiBillingStore.migrate(source);
            assertThat(look(source).superuser()).isTrue();
            execute(
                    source,
                    "create role clerk login password 'clerk'; grant usage on schema billing to clerk;"
                            + " grant select, insert, update, delete on all tables in schema billing to clerk;"
                            + " revoke delete on billing.webhook_events from clerk;"
                            + " revoke all on billing.browser_sessions from clerk");
            try (HikariDataSource clerk = BillingPool.open(source.getJdbcUrl(), "clerk", "clerk")) {
                DatabaseCheckup seen = look(clerk);
                assertThat(seen.superuser()).isFalse();
                assertThat(seen.missingRights())
                        .containsExactly(
                                "browser_sessions: DELETE",
                                "browser_sessions: INSERT",
                                "browser_sessions: SELECT",
                                "browser_sessions: UPDATE",
                                "webhook_events: DELETE");
            } finally {
                execute(source, "drop owned by clerk; drop role clerk");
            }
        }
    }

    @Test
    void connections_of_other_roles_are_counted_by_who_may_not_look_at_them() throws Exception {
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            execute(source, "create role clerk login password 'clerk'");
            List<Connection> others = new ArrayList<>();
            try {
                for (int i = 0; i < OTHERS; i++)
                    others.add(DriverManager.getConnection(source.getJdbcUrl(), "postgres", "postgres"));
                PGSimpleDataSource clerk = new PGSimpleDataSource();
                clerk.setUrl(source.getJdbcUrl());
                clerk.setUser("clerk");
                clerk.setPassword("clerk");
                assertThat(look(clerk).connections().orElseThrow().open()).isGreaterThan(OTHERS);
            } finally {
                for (Connection one : others) one.close();
                execute(source, "drop role clerk");
            }
        }
    }

    @Test
    void commits_that_are_not_on_disk_and_a_database_that_can_only_be_read_are_seen() throws Exception {
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            JdbiBillingStore.migrate(source);
            try (HikariDataSource careless = BillingPool.open(
                    source.getJdbcUrl() + "?options=-c%20synchronous_commit=off", "postgres", "postgres")) {
                assertThat(look(careless).durable()).isFalse();
            }
            assertThat(look(source).connections().orElseThrow().most()).isPositive();
            try (HikariDataSource reader = BillingPool.open(
                    source.getJdbcUrl() + "?options=-c%20default_transaction_read_only=on", "postgres", "postgres")) {
                assertThat(look(reader).writable()).isFalse();
            }
        }
    }

    @Test
    void a_database_that_is_away_is_said_to_be() {
        try (HikariDataSource nowhere = BillingPool.open("jdbc:postgresql://127.0.0.1:1/nobody", "nobody", "")) {
            assertThatThrownBy(() -> look(nowhere)).isInstanceOf(StoreException.class);
        }
    }
}
