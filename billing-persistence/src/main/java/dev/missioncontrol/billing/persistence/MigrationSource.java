package dev.missioncontrol.billing.persistence;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections that a migration runs on, given back as they came. In PostgreSQL a statement that changes a table waits for
 * everybody who uses it, and everybody who comes later waits behind it: so it waits only briefly, gives up, and is tried
 * again. Once it has the table it may take its time, which a pool's own bound on silence would cut.
 */
final class MigrationSource implements DataSource {
    /**
     * Shorter than what everybody else waits for a lock ({@link TransactionBounds#LONGEST_LOCK_WAIT}): nobody fails behind it. Longer
     * than PostgreSQL waits before it ends an autovacuum that is in the way (its {@code deadlock_timeout}, a second by default).
     */
    static final Duration LONGEST_LOCK_WAIT = Duration.ofMillis(1_200);

    private static final int NO_BOUND = 0;

    /** A pool's first connection takes longer than a request may wait: programs and pools that just began load much. */
    private static final int MOST_TRIES = 3;

    private final DataSource source;
    private final boolean changes;

    MigrationSource(DataSource source) {
        this(source, true);
    }

    private MigrationSource(DataSource source, boolean changes) {
        this.source = source;
        this.changes = changes;
    }

    /**
     * As patient with a pool's first connection, and nothing is set on what it gives out. What is set on a session stays with a
     * connection of the server's, which PgBouncer gives to somebody else after each transaction, before it is taken back here.
     */
    static MigrationSource looking(DataSource source) {
        return new MigrationSource(source, false);
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return prepared(source.getConnection());
            } catch (SQLTransientConnectionException notYet) {
                if (tries == MOST_TRIES) throw notYet;
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return prepared(source.getConnection(user, password));
    }

    private Connection prepared(Connection connection) throws SQLException {
        if (!changes) return connection;
        try {
            return Database.of(connection) == Database.POSTGRESQL ? bounded(connection) : connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** With statements alone, which a pool without auto-commit takes as well. */
    private static Connection bounded(Connection connection) throws SQLException {
        String before = "set lock_timeout = '" + Database.answer(connection, "show lock_timeout")
                + "'; set default_transaction_isolation = '"
                + Database.answer(connection, "show default_transaction_isolation") + "'";
        int silence = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, NO_BOUND);
        // Rows that others wrote while a table was waited for are there to be moved.
        Database.execute(
                connection,
                "set lock_timeout = " + LONGEST_LOCK_WAIT.toMillis()
                        + "; set default_transaction_isolation = 'read committed'");
        return (Connection) Proxy.newProxyInstance(
                MigrationSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("close") && !connection.isClosed()) {
                            if (!connection.getAutoCommit()) connection.rollback();
                            Database.execute(connection, before);
                            if (!connection.getAutoCommit()) connection.commit();
                            connection.setNetworkTimeout(Runnable::run, silence);
                        }
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        source.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
