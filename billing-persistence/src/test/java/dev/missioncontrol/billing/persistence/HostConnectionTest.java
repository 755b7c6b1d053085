package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store does with connections that a host set up for itself. */
class HostConnectionTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2027-01-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void a_transaction_that_the_host_has_under_way_is_never_joined(RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database);
                Connection hosts = source.getConnection()) {
            execute(hosts, "create table mine (id integer)");
            hosts.setAutoCommit(false);
            execute(hosts, "insert into mine values (0)");
            JdbiBillingStore store = JdbiBillingStore.on(always(hosts));
            assertThatThrownBy(() -> lock(store))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction of the host");
            assertThatThrownBy(() -> store.standing(ACME))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction of the host");
            execute(hosts, "insert into mine values (1)");
            hosts.commit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_a_pool_has_bound_to_the_hosts_transaction_is_not_used_before_its_first_statement_either(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database);
                Connection hosts = source.getConnection()) {
            hosts.setAutoCommit(false);
            JdbiBillingStore store = JdbiBillingStore.on(always(enlisted(hosts)));
            assertThatThrownBy(() -> lock(store))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction of the host");
            assertThatThrownBy(() -> store.standing(ACME))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction of the host");
            assertThat(Database.of(hosts).underWay(hosts))
                    .as("nothing was sent")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_broke_while_it_was_idle_is_an_outage_and_no_transaction_of_the_host(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database);
                Connection hosts = source.getConnection()) {
            hosts.setAutoCommit(false);
            JdbiBillingStore store = JdbiBillingStore.on(always(breaksAtItsEnd(hosts)));
            assertThatThrownBy(() -> lock(store)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.standing(ACME)).isInstanceOf(StoreException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_without_auto_commit_is_used_and_given_back_so(RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database);
                Connection hosts = source.getConnection()) {
            hosts.setAutoCommit(false);
            hosts.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            lock(JdbiBillingStore.on(always(hosts)));
            assertThat(JdbiBillingStore.on(always(hosts)).standing(ACME)).isEmpty();
            assertThat(hosts.getAutoCommit()).isFalse();
            assertThat(hosts.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            hosts.rollback();
            assertThat(JdbiBillingStore.on(source)
                            .inTransaction(tx -> tx.accounts().tenant(ACME))
                            .isPresent())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_read_of_statuses_leaves_no_bound_on_what_the_host_runs_next(RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database);
                Connection hosts = source.getConnection()) {
            JdbiBillingStore store = JdbiBillingStore.on(always(hosts));
            assertThat(store.standing(ACME)).isEmpty();
            assertThat(store.standings(Set.of(ACME, new TenantId("globex")))).isEmpty();
            try (Statement next = hosts.createStatement()) {
                assertThat(next.getQueryTimeout()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_that_is_not_there_yet_passes_once_it_is(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore store = JdbiBillingStore.on(source);
            assertThatThrownBy(() -> lock(store))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
            JdbiBillingStore.migrate(source);
            lock(store);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_pool_without_auto_commit_is_migrated_and_loses_no_connection(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            DataSource without = (DataSource) Proxy.newProxyInstance(
                    HostConnectionTest.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                        Connection connection = (Connection) call(source, method, arguments);
                        connection.setAutoCommit(false);
                        return connection;
                    });
            for (int i = 0; i <= BillingPool.MOST_CONNECTIONS; i++)
                assertThat(JdbiBillingStore.migrate(without)).isEqualTo(SchemaState.UP_TO_DATE);
            assertThat(JdbiBillingStore.schemaState(without)).isEqualTo(SchemaState.UP_TO_DATE);
            lock(JdbiBillingStore.on(without));
        }
    }

    @Test
    void a_source_that_has_no_connection_is_unavailable_and_its_words_stay_out() {
        DataSource none = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLTransientConnectionException("pool is empty, secret=hunter2");
                });
        assertThatThrownBy(() -> lock(JdbiBillingStore.on(none)))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("hunter2");
    }

    private static void lock(JdbiBillingStore store) {
        store.inTransaction(tx -> tx.accounts().lockTenant(ACME, "pseudonym", NOW));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A DataSource bound to one connection, as a host's transaction manager binds it to a thread. */
    static DataSource always(Connection connection) {
        Connection kept = (Connection) Proxy.newProxyInstance(
                HostConnectionTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : call(connection, method, arguments));
        return (DataSource) Proxy.newProxyInstance(
                HostConnectionTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> kept);
    }

    /** As Agroal hands them out inside a transaction of JTA: whoever tries to end it, or to leave it, is refused. */
    private static Connection enlisted(Connection connection) {
        return with(connection, (method, arguments) -> {
            if (method.equals("commit") || method.equals("rollback"))
                throw new SQLException("Attempting to " + method + " while taking part in a transaction");
            if (method.equals("setAutoCommit") && (boolean) arguments[0])
                throw new SQLException("Trying to set autocommit in connection taking part of transaction");
        });
    }

    private static Connection breaksAtItsEnd(Connection connection) {
        return with(connection, (method, arguments) -> {
            if (!method.equals("rollback")) return;
            connection.close();
            throw new SQLException("This connection has been closed.", "08003");
        });
    }

    /** What stands before a call of a connection. */
    @FunctionalInterface
    private interface Before {
        void call(String method, Object[] arguments) throws SQLException;
    }

    private static Connection with(Connection connection, Before before) {
        return (Connection) Proxy.newProxyInstance(
                HostConnectionTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    before.call(method.getName(), arguments);
                    return call(connection, method, arguments);
                });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
