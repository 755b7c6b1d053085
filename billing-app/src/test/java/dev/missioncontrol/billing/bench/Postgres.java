package dev.missioncontrol.billing.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that keeps what it acknowledged: the embedded one of the tests is told to forget. */
final class Postgres implements AutoCloseable {
    /** What a tenant has as long as it is one. */
    static final List<String> CLONED = List.of("tenants", "customers", "tracked_subscriptions", "subscriptions");

    /** Rows a statement: a hundred thousand keep the log of one transaction small. */
    private static final int CHUNK = 100_000;

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start(Path folder) throws IOException {
        // What the embedded server has to say is not part of the table.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        return new Postgres(EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("pg"))
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "200")
                .start());
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
        Map<String, Long> numbers = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) numbers.put(rows.getString(1), rows.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
        return numbers;
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

    /** Makes these rows of tenants {@code bench1} up to this one out of those of {@code bench0}, as the product itself wrote them. */
    void clone(List<String> tables, int from, int upTo) {
        for (String table : tables) {
            List<String> columns = columns(table);
            String list = String.join(", ", columns.stream().map(Postgres::name).toList());
            String values =
                    String.join(", ", columns.stream().map(Postgres::value).toList());
            for (int first = Math.max(1, from); first < upTo; first += CHUNK)
                run("insert into billing." + table + " (" + list + ") select " + values + " from billing." + table
                        + ", generate_series(" + first + ", " + Math.min(upTo - 1, first + CHUNK - 1)
                        + ") n where tenant_id = 'bench0' on conflict do nothing");
        }
        run("vacuum analyze");
    }

    /** Binds {@code bench0} to its customer, as a checkout does: the first event came without one. */
    void bindFirst() {
        run(
                "insert into billing.customers (tenant_id, provider, customer_id, livemode, gone, generation, created_at,"
                        + " updated_at) values ('bench0', 'stripe', 'cus_0', false, false, 1, now(), now()) on conflict do nothing");
    }

    private List<String> columns(String table) {
        List<String> columns = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select column_name, data_type from information_schema.columns"
                        + " where table_schema = 'billing' and table_name = '" + table + "' order by 1")) {
            while (rows.next()) columns.add(rows.getString(1) + " " + rows.getString(2));
        } catch (SQLException e) {
            throw new IllegalStateException(table, e);
        }
        return columns;
    }

    private static String name(String column) {
        return column.substring(0, column.indexOf(' '));
    }

    /** Every id of {@code bench0} with its number in it becomes the clone's. */
    private static String value(String column) {
        String name = name(column);
        // A position of its own, behind which nobody reads.
        if (name.equals("published_no")) return "-n";
        if (name.equals("event_id")) return "event_id || '-' || n";
        if (name.equals("pseudonym")) return "pseudonym || '-' || n";
        if (!column.contains("character")) return name;
        return "replace(replace(replace(" + name
                + ", 'sub_0', 'sub_' || n), 'cus_0', 'cus_' || n), 'bench0', 'bench' || n)";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
