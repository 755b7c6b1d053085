package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that can't write any more, as a primary after a failover, and connections that still lead to it. */
class DemotedServerTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2027-01-01T12:00:00Z");

    private static boolean isWritten(JdbiBillingStore store) {
        try {
            store.inTransaction(tx -> tx.accounts().lockTenant(ACME, "pseudonym", NOW));
            return true;
        } catch (StoreException refused) {
            assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            return false;
        }
    }

    private static void demoteAllConnections(HikariDataSource source) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int one = 0; one < BillingPool.MOST_CONNECTIONS; one++) all.add(source.getConnection());
        for (Connection one : all) {
            Database.execute(one, "set session characteristics as transaction read only");
            one.close();
        }
    }

    @Test
    void a_connection_that_can_not_write_is_let_go_at_its_first_refusal() throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            JdbiBillingStore store = JdbiBillingStore.on(source);
            demoteAllConnections(source);
            assertThat(isWritten(store)).isFalse();
            int refused = 1;
            while (refused <= BillingPool.MOST_CONNECTIONS && !isWritten(store)) refused++;
            assertThat(refused).isLessThanOrEqualTo(BillingPool.MOST_CONNECTIONS);
            // All of them, since each was refused once at most.
            for (int one = 0; one < BillingPool.MOST_CONNECTIONS; one++) isWritten(store);
            for (int one = 0; one < BillingPool.MOST_CONNECTIONS; one++)
                assertThat(isWritten(store)).isTrue();
        }
    }

    @Test
    void of_several_hosts_one_that_can_write_is_connected_to_and_a_single_one_is_read() throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            String url = source.getJdbcUrl();
            String name = url.substring(url.lastIndexOf('/') + 1);
            String host = url.substring(url.indexOf("//") + 2, url.lastIndexOf('/'));
            String twice = "jdbc:postgresql://" + host + ',' + host + '/' + name;
            assertThat(isWritten(pooled(twice))).isTrue();
            try (Connection connection = source.getConnection()) {
                Database.execute(connection, "alter database " + name + " set default_transaction_read_only = on");
            }
            assertThatThrownBy(() -> pooled(twice).standing(ACME)).isInstanceOf(StoreException.class);
            assertThat(pooled(url).standing(ACME)).isEmpty();
        }
    }

    private final List<HikariDataSource> pools = new ArrayList<>();

    private JdbiBillingStore pooled(String url) {
        HikariDataSource pool = BillingPool.open(url, "postgres", "postgres");
        pools.add(pool);
        return JdbiBillingStore.on(pool);
    }

    @AfterEach
    void close() {
        pools.forEach(HikariDataSource::close);
    }
}
