package dev.missioncontrol.billing.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A database of its own for a running product. */
enum TestDatabase {
    H2 {
        @Override
        Opened open() {
            return new Opened("jdbc:h2:mem:it-" + RandomHex.ofBytes(4), "", () -> {});
        }
    },
    POSTGRESQL {
        @Override
        Opened open() {
            return new Opened(Server.freshDatabase(), "postgres", () -> {});
        }
    };

    /** The outcome of an event that left no trace. */
    static final String NOT_STORED = "not stored";

    /** What ends it. */
    @FunctionalInterface
    interface End {
        void close() throws IOException;
    }

    record Opened(String url, String user, String password, End end) implements AutoCloseable {
        Opened(String url, String user, End end) {
            this(url, user, user, end);
        }

        /** The same, opened with a password: one in memory takes that of whoever comes first, and the server takes any. */
        Opened with(String secret) {
            return new Opened(url, user, secret, end);
        }

        Map<String, String> variables() {
            return Map.of("DATABASE_URL", url, "DATABASE_USER", user, "DATABASE_PASSWORD", password);
        }

        Connection connect() throws SQLException {
            String address = url.startsWith("jdbc:h2:")
                    ? url + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                    : url;
            return DriverManager.getConnection(address, user, password);
        }

        /** What became of an event, as it is stored. */
        String outcome(String event) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select outcome from billing.webhook_events where event_id = '" + event + "'")) {
                return row.next() ? row.getString(1) : NOT_STORED;
            }
        }

        @Override
        public void close() throws IOException {
            end.close();
        }
    }

    abstract Opened open() throws IOException;

    /** One server for all tests: it ends with the JVM. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return PatientPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String freshDatabase() {
            String name = "it_" + RandomHex.ofBytes(4);
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return "jdbc:postgresql://localhost:" + POSTGRES.getPort() + "/" + name;
        }
    }
}
