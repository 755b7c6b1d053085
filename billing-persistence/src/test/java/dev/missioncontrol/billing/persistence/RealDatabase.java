package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that every promise of the store is held to: H2 in memory, and a real PostgreSQL. */
enum RealDatabase {
    H2 {
        @Override
        HikariDataSource open() {
            return patient(BillingPool.open("jdbc:h2:mem:test" + NUMBER.incrementAndGet(), "sa", ""));
        }
    },

    POSTGRESQL {
        @Override
        HikariDataSource open() {
            return patient(BillingPool.open(Server.freshDatabase(), "postgres", "postgres"));
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Nobody waits as long for a connection or a server, unless there is none. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** An empty database of its own. */
    abstract HikariDataSource open();

    /** The same pool, where a connection is waited for on a machine that has other work, instead of being refused soon. */
    static HikariDataSource patient(HikariDataSource pool) {
        pool.setConnectionTimeout(PATIENCE.toMillis());
        return pool;
    }

    /** One server for all tests: it ends with the JVM. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String freshDatabase() {
            String name = "test" + NUMBER.incrementAndGet();
            try (var connection = POSTGRES.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
            return "jdbc:postgresql://localhost:" + POSTGRES.getPort() + "/" + name;
        }
    }
}
