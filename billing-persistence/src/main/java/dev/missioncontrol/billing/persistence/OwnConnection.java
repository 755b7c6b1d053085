package dev.missioncontrol.billing.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * A connection for one transaction of ours, given back as it came.
 *
 * <p>A host's DataSource may hand out the connection of a transaction that the host has under way (bound to the thread,
 * auto-commit off). Joining it would let the host's rollback take back what we acknowledged, and our commit write what the
 * host had not finished: such a connection is refused. One that has auto-commit off but no transaction yet, as from a pool
 * set up so, is used: what we commit on it is ours alone.
 */
final class OwnConnection implements AutoCloseable {
    private static final String HOSTS_TRANSACTION =
            "the DataSource handed out a connection that is inside a transaction of the host:"
                    + " billing commits on its own, so call it outside, or give it a DataSource that is not bound to one";

    private final Connection connection;
    private final Database database;
    private final boolean autoCommit;
    private final int isolation;
    private final Optional<String> givesBack;
    private final OptionalInt silence;
    private final List<Sql> boundsDue;

    private OwnConnection(
            Connection connection,
            Database database,
            boolean autoCommit,
            int isolation,
            Optional<String> givesBack,
            OptionalInt silence,
            List<Sql> boundsDue) {
        this.connection = connection;
        this.database = database;
        this.autoCommit = autoCommit;
        this.isolation = isolation;
        this.givesBack = givesBack;
        this.silence = silence;
        this.boundsDue = boundsDue;
    }

    static OwnConnection begin(DataSource source) throws SQLException {
        return begin(source, false);
    }

    /** Leaves it to the caller to begin with {@link #boundsDue}: a round trip less. */
    static OwnConnection beginUnbounded(DataSource source) throws SQLException {
        return begin(source, true);
    }

    private static OwnConnection begin(DataSource source, boolean boundsFollow) throws SQLException {
        Connection connection = source.getConnection();
        try {
            return begin(connection, boundsFollow);
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    /** A connection whose statements commit each by itself, for one that only reads. */
    static OwnConnection forOneStatement(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            Database database = Database.of(connection);
            boolean autoCommit = freeToUse(connection, database);
            if (!autoCommit) connection.setAutoCommit(true);
            return new OwnConnection(
                    connection,
                    database,
                    autoCommit,
                    Connection.TRANSACTION_READ_COMMITTED,
                    Optional.empty(),
                    database == Database.POSTGRESQL ? boundSilence(connection) : OptionalInt.empty(),
                    List.of());
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    /** Lets a server that has fallen silent be waited for no longer than a read may take. Returns what to give back, in milliseconds. */
    private static OptionalInt boundSilence(Connection connection) throws SQLException {
        int longest = (int) TransactionBounds.LONGEST_SILENCE_OF_A_READ.toMillis();
        int had = connection.getNetworkTimeout();
        if (had > 0 && had <= longest) return OptionalInt.empty();
        connection.setNetworkTimeout(Runnable::run, longest);
        return OptionalInt.of(had);
    }

    /** Refuses a connection that a host is at something with. Says whether its statements commit by themselves. */
    private static boolean freeToUse(Connection connection, Database database) throws SQLException {
        if (connection.getAutoCommit()) return true;
        if (database.underWay(connection)) throw new IllegalStateException(HOSTS_TRANSACTION);
        refuseUnlessOursToEnd(connection);
        return false;
    }

    /**
     * A pool of JTA (Agroal, say) hands out connections that belong to the thread's transaction before anything has run there: the
     * driver says idle, and only its end is refused, by the pool. So the end is tried first; PostgreSQL's driver sends nothing
     * for it on an idle connection.
     */
    private static void refuseUnlessOursToEnd(Connection connection) throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            if (connection.isClosed()) throw e;
            throw new IllegalStateException(HOSTS_TRANSACTION, e);
        }
    }

    private static OwnConnection begin(Connection connection, boolean boundsFollow) throws SQLException {
        Database database = Database.of(connection);
        boolean autoCommit = freeToUse(connection, database);
        // PostgreSQL is told by statement, for this transaction alone.
        int isolation =
                database == Database.H2 ? connection.getTransactionIsolation() : Connection.TRANSACTION_READ_COMMITTED;
        if (isolation != Connection.TRANSACTION_READ_COMMITTED)
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        List<Sql> due = boundsFollow ? database.bounds() : List.of();
        return new OwnConnection(
                connection,
                database,
                autoCommit,
                isolation,
                due.isEmpty() ? database.bound(connection) : Optional.empty(),
                OptionalInt.empty(),
                due);
    }

    /** What its first statements have to be, if it was begun without its bounds. */
    List<Sql> boundsDue() {
        return boundsDue;
    }

    Connection connection() {
        return connection;
    }

    Database database() {
        return database;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** After a failure, which keeps the word: one more here is only noted beside it. */
    void rollbackAfter(Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (silence.isPresent()) connection.setNetworkTimeout(Runnable::run, silence.getAsInt());
            if (givesBack.isPresent()) Database.execute(connection, givesBack.get());
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) connection.setTransactionIsolation(isolation);
            if (connection.getAutoCommit() != autoCommit) connection.setAutoCommit(autoCommit);
        }
    }

    private static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
