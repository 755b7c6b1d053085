package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwayTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2027-01-01T12:00:00Z");

    @TempDir
    Path data;

    @Test
    void a_server_that_goes_away_is_unavailable_and_heals_without_a_restart() throws IOException {
        EmbeddedPostgres first = start(0);
        int port = first.getPort();
        try (HikariDataSource source = pool(port)) {
            JdbiBillingStore.migrate(source);
            JdbiBillingStore store = JdbiBillingStore.on(source);
            lock(store);
            first.close();
            StoreException away = catchThrowableOfType(StoreException.class, () -> lock(store));
            assertThat(away.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            try (EmbeddedPostgres second = start(port)) {
                Awaitility.await()
                        .atMost(RealDatabase.PATIENCE)
                        .ignoreExceptions()
                        .untilAsserted(() -> lock(store));
                assertThat(second.getPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void a_connection_that_the_server_ends_in_the_middle_stores_nothing() throws IOException, SQLException {
        try (EmbeddedPostgres server = start(0);
                HikariDataSource source = pool(server.getPort())) {
            JdbiBillingStore.migrate(source);
            JdbiBillingStore store = JdbiBillingStore.on(source);
            StoreException away = catchThrowableOfType(
                    StoreException.class,
                    () -> store.inTransaction(tx -> {
                        tx.accounts().lockTenant(ACME, "pseudonym", NOW);
                        endOtherConnections(server);
                        return tx.accounts().tenant(ACME);
                    }));
            assertThat(away.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            Awaitility.await()
                    .atMost(RealDatabase.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> store.inTransaction(tx -> tx.accounts().tenant(ACME))
                            .isEmpty());
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(RealDatabase.PATIENCE);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private static HikariDataSource pool(int port) {
        return BillingPool.open("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
    }

    private static void lock(JdbiBillingStore store) {
        store.inTransaction(tx -> tx.accounts().lockTenant(ACME, "pseudonym", NOW));
    }

    private static void endOtherConnections(EmbeddedPostgres server) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name = 'billing'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
