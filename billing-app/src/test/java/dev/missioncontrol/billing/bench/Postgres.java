package dev.missioncontrol.billing.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.OperatingSystemMXBean;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that keeps what it acknowledged: the embedded one of the tests is told to forget. */
final class Postgres implements AutoCloseable {
    private static final String DATA = "pg";
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final EmbeddedPostgres server;
    private final Path folder;

    private Postgres(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** @param settings in place of its own, or beside them; what makes it keep what it acknowledged can't be switched off */
    static Postgres start(Path folder, Map<String, String> settings) throws IOException {
        // What the embedded server has to say is not part of the table.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Path data = folder.resolve(DATA);
        EmbeddedPostgres.Builder server =
                EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(true);
        own().forEach(server::setServerConfig);
        settings.forEach(server::setServerConfig);
        DURABLE.forEach(name -> server.setServerConfig(name, "on"));
        return new Postgres(server.start(), data.toRealPath());
    }

    private static Map<String, String> own() {
        return Map.of("shared_buffers", quarterOfMemory(), "max_wal_size", "4GB", "max_connections", "200");
    }

    /** What PostgreSQL's own documentation begins with, for a machine that it has to itself. */
    private static String quarterOfMemory() {
        long bytes = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return bytes / 4 / (1024 * 1024) + "MB";
    }

    /** What a run left that was killed: data that nobody will read, and gigabytes of it. */
    static void removeLeft(Path folder) throws IOException {
        Path data = folder.resolve(DATA);
        if (!Files.exists(data)) return;
        if (Proc.cpuOfAllIn(data.toRealPath()).isPresent())
            throw new IllegalStateException("a PostgreSQL of another run works in " + data + ": stop it first");
        try (Stream<Path> all = Files.walk(data)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(one);
        }
    }

    /** Where its data is, and all its processes work. */
    Path folder() {
        return folder;
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    /** Makes the product's tables. */
    void migrate() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser("postgres");
        JdbiBillingStore.migrate(source);
    }

    void run(String... statements) {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    /** Two columns: a name and a number. */
    Map<String, Long> numbers(String query) {
        return rows(query, rows -> rows.getLong(2));
    }

    /** Two columns: a name and a text. */
    Map<String, String> texts(String query) {
        return rows(query, rows -> rows.getString(2));
    }

    private interface Column<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> Map<String, T> rows(String query, Column<T> second) {
        Map<String, T> all = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) all.put(rows.getString(1), second.of(rows));
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
        return all;
    }

    long number(String query) {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** Nothing of what was written before is left to be done while something is measured. */
    void settle() {
        run("vacuum analyze", "checkpoint");
    }

    /**
     * As autovacuum does within a minute: a plan that was made while a table was empty is made anew, where it would otherwise be kept
     * for as long as its connection.
     */
    void analyze() {
        run("analyze");
    }

    /** Each measurement begins with an inbox, an audit and an outbox that are empty, however much those before it wrote. */
    void forgetEvents() {
        run("truncate billing.webhook_events, billing.billing_audit, billing.billing_outbox");
        settle();
    }

    @Override
    public void close() throws IOException {
        try {
            // It is given five seconds to stop, in which a large one has not written what it holds.
            run("checkpoint");
        } finally {
            server.close();
        }
    }
}
