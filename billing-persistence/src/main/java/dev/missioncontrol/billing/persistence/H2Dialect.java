package dev.missioncontrol.billing.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What H2 has to be told in its URL, so that one dialect serves both databases. */
final class H2Dialect {
    private static final Map<String, String> NEEDED =
            Map.of("MODE", "PostgreSQL", "DATABASE_TO_LOWER", "TRUE", "DEFAULT_NULL_ORDERING", "HIGH");

    private H2Dialect() {}

    /**
     * Looks before anything is made: without them some statements are refused, and others answer in another order.
     *
     * @throws IllegalStateException naming what is missing
     */
    static void require(Connection connection) throws SQLException {
        Map<String, String> set = settings(connection);
        List<String> missing = NEEDED.entrySet().stream()
                .filter(one -> !one.getValue().equalsIgnoreCase(set.get(one.getKey())))
                .map(one -> ";" + one.getKey() + "=" + one.getValue())
                .sorted()
                .toList();
        if (!missing.isEmpty())
            throw new IllegalStateException("this H2 does not speak PostgreSQL's dialect: put "
                    + String.join("", missing) + " behind its URL, on a database that is new");
    }

    private static Map<String, String> settings(Connection connection) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select setting_name, setting_value from information_schema.settings")) {
            while (rows.next()) all.put(rows.getString(1), rows.getString(2));
        }
        return all;
    }
}
