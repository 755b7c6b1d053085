package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What waits for a moment by the database's clock. That clock can't be moved, so what waits for it is. */
final class WaitingRows {
    private static final String MOVED = String.join(
            ";",
            "update billing.tracked_subscriptions set lease_until = lease_until - %1$s,"
                    + " look_again_at = look_again_at - %1$s",
            "update billing.marked_subscriptions set due_at = due_at - %1$s",
            "update billing.webhook_events set retry_at = retry_at - %1$s where retry_at is not null",
            "update billing.billing_jobs set due_at = due_at - %1$s, lease_until = lease_until - %1$s",
            "update billing.billing_outbox set due_at = due_at - %1$s where due_at is not null",
            "update billing.seat_pushes set due_at = due_at - %1$s, not_before = not_before - %1$s,"
                    + " lease_until = lease_until - %1$s");

    /** As progress of receivers is written. */
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    private WaitingRows() {}

    /** When receivers are tried again stands in the cursors of their jobs. */
    private static void passForReceivers(Connection connection, Duration time) throws SQLException {
        Map<String, String> cursors = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select job_name, job_cursor from billing.billing_jobs where job_name like 'relay-%'")) {
            while (rows.next()) cursors.put(rows.getString(1), rows.getString(2));
        }
        try (PreparedStatement update =
                connection.prepareStatement("update billing.billing_jobs set job_cursor = ? where job_name = ?")) {
            for (Map.Entry<String, String> one : cursors.entrySet()) {
                update.setString(
                        1,
                        MOMENT.matcher(one.getValue())
                                .replaceAll(found ->
                                        Instant.parse(found.group()).minus(time).toString()));
                update.setString(2, one.getKey());
                update.executeUpdate();
            }
        }
    }

    /** As if this much time had passed; less than none puts off what is about to be due. */
    static void pass(HikariDataSource source, Duration time) {
        String interval = "cast(" + time.toMillis() + " as bigint) * interval '0.001' second";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(String.format(MOVED, interval));
            passForReceivers(connection, time);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
