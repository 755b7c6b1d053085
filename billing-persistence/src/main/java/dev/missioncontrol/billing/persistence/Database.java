package dev.missioncontrol.billing.persistence;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbc.JdbcConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Where the two databases differ for a transaction: its bounds, and how to see that one is already under way. */
enum Database {
    POSTGRESQL {
        /** For this transaction alone: nothing to give back, and safe behind PgBouncer. */
        private static final List<Sql> BOUNDS = Stream.of(
                        "set transaction isolation level read committed",
                        "set local lock_timeout = " + TransactionBounds.LONGEST_LOCK_WAIT.toMillis(),
                        "set local statement_timeout = " + TransactionBounds.LONGEST_STATEMENT.toMillis(),
                        "set local idle_in_transaction_session_timeout = " + TransactionBounds.LONGEST_PAUSE.toMillis())
                .map(Sql::new)
                .toList();

        /**
         * With fewer than ten keys PostgreSQL finds planning anew each time to be the cheaper way, which takes as long as running
         * the statement. A plan that is kept should not be one for the few rows of a table that was just made.
         */
        private static final List<Sql> PLANS_FOR_KEYS = Stream.of(
                        "set local plan_cache_mode = force_generic_plan",
                        "set local enable_seqscan = off",
                        "set local enable_hashjoin = off",
                        "set local enable_mergejoin = off")
                .map(Sql::new)
                .toList();

        @Override
        boolean underWay(Connection connection) throws SQLException {
            return !connection.isWrapperFor(BaseConnection.class)
                    || connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
        }

        @Override
        Optional<String> bound(Connection connection) throws SQLException {
            execute(connection, BOUNDS.stream().map(Sql::placed).collect(Collectors.joining(";")));
            return Optional.empty();
        }

        @Override
        List<Sql> bounds() {
            return BOUNDS;
        }

        @Override
        List<Sql> plansForKeys() {
            return PLANS_FOR_KEYS;
        }
    },

    H2 {
        @Override
        boolean underWay(Connection connection) throws SQLException {
            return !connection.isWrapperFor(JdbcConnection.class)
                    || connection.unwrap(JdbcConnection.class).getSession().hasPendingTransaction();
        }

        @Override
        Optional<String> bound(Connection connection) throws SQLException {
            String before = answer(connection, "select lock_timeout()");
            execute(connection, "set lock_timeout " + TransactionBounds.LONGEST_LOCK_WAIT.toMillis());
            return Optional.of("set lock_timeout " + Integer.parseInt(before));
        }

        @Override
        List<Sql> bounds() {
            return List.of();
        }

        @Override
        List<Sql> plansForKeys() {
            return List.of();
        }
    };

    /** The first PostgreSQL that lets a transaction ask for plans that serve any list. */
    static final int OLDEST_POSTGRESQL = 12;

    /**
     * Asks the driver, not the server.
     *
     * @throws IllegalStateException if it is another database, or too old a one
     */
    static Database of(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String product = about.getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> {
                if (about.getDatabaseMajorVersion() < OLDEST_POSTGRESQL)
                    throw new IllegalStateException("billing needs PostgreSQL " + OLDEST_POSTGRESQL
                            + " or later, and this is " + about.getDatabaseProductVersion());
                yield POSTGRESQL;
            }
            case "H2" -> H2;
            default -> throw new IllegalStateException("billing is stored in PostgreSQL or H2, not in " + product);
        };
    }

    /** Whether a connection without auto-commit is inside a transaction; one that can't be looked into counts as such. */
    abstract boolean underWay(Connection connection) throws SQLException;

    /** Sets the bounds of the transaction that is about to begin. Returns the statement that gives a session its own back. */
    abstract Optional<String> bound(Connection connection) throws SQLException;

    /** The same as statements that a transaction may begin with; empty where it must be bounded before. */
    abstract List<Sql> bounds();

    /** Lets a transaction whose statements find rows by lists of keys plan each of them once for all lists. */
    abstract List<Sql> plansForKeys();

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
