package dev.missioncontrol.billing.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that is stored of one tenant, in every table that names tenants. */
final class StoredRows {
    /** What an id is called where there is one of the tenant's. */
    private static final Set<String> IDS =
            Set.of("customer_id", "subscription_id", "session_id", "attempt_id", "event_id", "pseudonym");

    /** What would change rows behind the scenes, of whatever tenant: work that is left, and somebody at it. */
    private static final List<String> WORK = List.of(
            "marked_subscriptions",
            "tracked_subscriptions where lease_until is not null",
            "webhook_events where retry_at is not null",
            "billing_outbox where due_at is not null",
            "seat_pushes where due_at is not null",
            "billing_jobs where lease_until > current_timestamp");

    private final TestDatabase.Opened database;
    private final String tenant;

    StoredRows(TestDatabase.Opened database, String tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    /** Table by table, each row as a line. */
    Map<String, List<String>> read() throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        each((table, row) -> {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++)
                line.append(row.getMetaData().getColumnName(i))
                        .append('=')
                        .append(row.getString(i))
                        .append(' ');
            all.computeIfAbsent(table, name -> new ArrayList<>()).add(line.toString());
        });
        all.values().forEach(lines -> lines.sort(null));
        return all;
    }

    /** The work that is left, or that somebody is at. */
    List<String> workLeft() throws SQLException {
        List<String> left = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String work : WORK)
                try (ResultSet rows = statement.executeQuery("select 1 from billing." + work)) {
                    if (rows.next()) left.add(work);
                }
        }
        return left;
    }

    /** Every id of the tenant's. */
    Set<String> ids() throws SQLException {
        Set<String> ids = new TreeSet<>();
        each((table, row) -> {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++)
                if (IDS.contains(row.getMetaData().getColumnName(i)) && row.getString(i) != null)
                    ids.add(row.getString(i));
        });
        return ids;
    }

    @FunctionalInterface
    private interface Row {
        void read(String table, ResultSet row) throws SQLException;
    }

    private void each(Row reader) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet named = statement.executeQuery(
                    "select table_name from information_schema.columns where table_schema = 'billing'"
                            + " and column_name = 'tenant_id' order by table_name")) {
                while (named.next()) tables.add(named.getString(1));
            }
            if (tables.isEmpty()) throw new AssertionError("no table names tenants");
            for (String table : tables)
                try (ResultSet rows = statement.executeQuery(
                        "select * from billing." + table + " where tenant_id = '" + tenant + "'")) {
                    while (rows.next()) reader.read(table, rows);
                }
        }
    }
}
