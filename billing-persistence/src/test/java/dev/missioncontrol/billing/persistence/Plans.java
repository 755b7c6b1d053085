package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** How PostgreSQL would run statements, by its own word: which of them read a large table, or a whole index of one, to the end. */
final class Plans {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String INDEXES = "select c.relname, a.attname, s.null_frac,"
            + " i.indpred is not null and c.reltuples < t.reltuples / 10 as partial from pg_index i"
            + " join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid"
            + " join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]"
            + " left join pg_stats s on s.schemaname = 'billing' and s.tablename = t.relname and s.attname = a.attname";

    private final DataSource source;
    private final Map<String, String> firstColumns = new HashMap<>();

    /** Indexes whose first column is empty in nearly every row: what they hold is few. */
    private final Set<String> ofFew = new HashSet<>();

    /** Indexes that were told to hold few rows, and do: to read one to the end is to read those. */
    private final Set<String> partial = new HashSet<>();

    /** @param source with tables so large that the planner takes an index wherever one pays */
    Plans(DataSource source) throws SQLException {
        this.source = source;
        try (Connection connection = source.getConnection();
                Statement ask = connection.createStatement();
                ResultSet rows = ask.executeQuery(INDEXES)) {
            while (rows.next()) {
                firstColumns.put(rows.getString(1), rows.getString(2));
                if (rows.getBoolean(4)) partial.add(rows.getString(1));
                if (rows.getDouble(3) > 0.9) ofFew.add(rows.getString(1));
            }
        }
    }

    /** What reads a large table to the end, with the statement; empty if none does. */
    List<String> readingAll(List<String> statements) throws SQLException {
        return readingAll(statements, false);
    }

    /** @param forKeys as a transaction for several events lets them be planned */
    List<String> readingAll(List<String> statements, boolean forKeys) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement ask = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (forKeys) for (Sql plans : Database.POSTGRESQL.plansForKeys()) ask.execute(plans.placed());
            for (String sql : statements)
                try (ResultSet plan = ask.executeQuery("explain (format json) " + sql)) {
                    plan.next();
                    JsonNode root = JSON.readTree(plan.getString(1)).get(0).get("Plan");
                    readingAll(root, false).forEach(what -> found.add(what + ": " + sql));
                } catch (SQLException | java.io.IOException e) {
                    throw new IllegalStateException(sql, e);
                }
            connection.rollback();
        }
        return found;
    }

    /** @param bounded whether a limit above stops the reading, as it does in the order of an index */
    private Stream<String> readingAll(JsonNode node, boolean bounded) {
        String type = node.path("Node Type").asText();
        String table = node.path("Relation Name").asText();
        Stream<String> here = ManyTenants.LARGE.contains(table) && whole(node, type, bounded)
                ? Stream.of(type + " of " + table)
                : Stream.of();
        boolean below = (bounded || type.equals("Limit")) && !readsAhead(type);
        return Stream.concat(
                here,
                IntStream.range(0, node.path("Plans").size())
                        .mapToObj(node.path("Plans")::get)
                        .flatMap(one -> readingAll(one, below)));
    }

    /** An index narrows nothing unless its first column is compared; without that, a limit helps where every row will do. */
    private boolean whole(JsonNode node, String type, boolean bounded) {
        if (type.equals("Seq Scan")) return true;
        if (!type.startsWith("Index")) return false;
        String index = node.path("Index Name").asText();
        if (partial.contains(index)) return false;
        String first = firstColumns.get(index);
        boolean narrowed = Arrays.stream(node.path("Index Cond").asText().split(" AND "))
                .anyMatch(one -> one.contains(first) && (ofFew.contains(index) || !one.contains("IS NOT NULL")));
        return !narrowed && !(bounded && !node.has("Filter"));
    }

    /** What has to read all that is below it before it gives the first row. */
    private static boolean readsAhead(String type) {
        return type.equals("Sort") || type.equals("Aggregate") || type.startsWith("Hash");
    }
}
