package dev.missioncontrol.billing.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** A year in the life of an installation, written straight into a demo's database: what its jobs would have left behind. */
final class ConsoleData {
    /** How far back its days go. */
    private static final int DAYS = 120;

    private static final int MINUTES = 24 * 60;
    private static final int SWEEPS = 48;

    /** Tenants on the last day. */
    static final int TENANTS = 1_400;

    private static final List<String> FIRMS =
            List.of("acorn", "birch", "cobalt", "delta", "ember", "fjord", "granite", "harbor", "indigo", "juniper");

    private final Connection connection;
    private final Random random = new Random(7);

    private ConsoleData(Connection connection) {
        this.connection = connection;
    }

    /** @param url of an H2 database in memory, with at least one tenant that has a subscription */
    static void fill(String url, Instant now) {
        try (Connection connection = DriverManager.getConnection(
                url + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH", "", "")) {
            ConsoleData data = new ConsoleData(connection);
            data.tenants(now);
            data.days(LocalDate.ofInstant(now, ZoneOffset.UTC));
            data.minutes(now);
            data.sweeps(now);
            data.countNow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was written is counted at once, and not within a minute. */
    private void countNow() throws SQLException {
        try (PreparedStatement due =
                connection.prepareStatement("update billing.billing_jobs set due_at = null where job_name = ?")) {
            set(due, "count-tenants");
            due.executeUpdate();
        }
    }

    private record Kind(String plan, String interval, String standing, String status, int seats) {}

    private Kind kind(int number) {
        int dice = number % 100;
        String standing = dice < 4 ? "past_due" : dice < 5 ? "unpaid" : dice < 12 ? "trialing" : "active";
        String status = standing.equals("unpaid") ? "past_due" : standing;
        boolean team = number % 3 == 0;
        String interval = number % 5 < 3 ? "month" : "year";
        return new Kind(team ? "team" : "pro", interval, standing, status, team ? 2 + number % 17 : 1);
    }

    private void tenants(Instant now) throws SQLException {
        String insert =
                "insert into billing.subscriptions (tenant_id, stripe_customer_id, stripe_subscription_id, plan,"
                        + " seats, status, current_period_end, billing_interval, provider_status, standing, provisional, as_of,"
                        + " catalog_hash, created_at, updated_at) select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, catalog_hash, ?, ?"
                        + " from billing.subscriptions where stripe_subscription_id is not null order by tenant_id limit 1";
        try (PreparedStatement tenant = connection.prepareStatement("insert into billing.tenants (tenant_id, pseudonym,"
                        + " created_at, audit_head, audit_length, event_length) values (?, ?, ?, '', 0, 0)");
                PreparedStatement customer = connection.prepareStatement("insert into billing.customers (tenant_id,"
                        + " provider, customer_id, livemode, gone, generation, created_at, updated_at) select ?, provider,"
                        + " ?, false, false, 1, ?, ? from billing.customers order by tenant_id limit 1");
                PreparedStatement has = connection.prepareStatement(insert)) {
            for (int i = 0; i < TENANTS; i++) {
                String id = FIRMS.get(i % FIRMS.size()) + "-" + (1000 + i);
                set(tenant, id, "p-" + id, utc(now));
                tenant.addBatch();
                set(customer, id, "cus_Q" + (10_000_000 + i), utc(now), utc(now));
                customer.addBatch();
                Kind kind = kind(i);
                set(
                        has,
                        id,
                        "cus_Q" + (10_000_000 + i),
                        "sub_1Q" + (10_000_000 + i),
                        kind.plan(),
                        kind.seats(),
                        kind.status(),
                        utc(now.plusSeconds(86_400L * (1 + i % 28))),
                        kind.interval(),
                        kind.standing(),
                        kind.standing(),
                        utc(now),
                        utc(now),
                        utc(now));
                has.addBatch();
            }
            tenant.executeBatch();
            customer.executeBatch();
            has.executeBatch();
        }
    }

    private void days(LocalDate today) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into billing.billing_days values" + " (?, ?, ?, ?, ?, ?, ?, ?, 'usd')")) {
            for (int back = DAYS; back > 0; back--) {
                double grown = Math.pow(0.9935, back) * (1 + 0.02 * Math.sin(back / 6.0));
                LocalDate day = today.minusDays(back);
                for (String plan : List.of("pro", "team"))
                    for (String interval : List.of("month", "year"))
                        for (String standing : List.of("active", "past_due", "trialing", "unpaid"))
                            day(insert, day, new Kind(plan, interval, standing, "", 0), grown);
            }
            insert.executeBatch();
        }
    }

    private void day(PreparedStatement insert, LocalDate day, Kind kind, double grown) throws SQLException {
        double part = (kind.plan().equals("team") ? 0.34 : 0.66)
                * (kind.interval().equals("month") ? 0.6 : 0.4)
                * switch (kind.standing()) {
                    case "active" -> 0.88;
                    case "past_due" -> 0.04;
                    case "trialing" -> 0.07;
                    default -> 0.01;
                };
        long tenants = Math.round(TENANTS * part * grown * (1 + 0.01 * random.nextGaussian()));
        long seats = kind.plan().equals("team") ? tenants * 10 : tenants;
        boolean counts = kind.standing().equals("active") || kind.standing().equals("past_due");
        boolean monthly = kind.interval().equals("month");
        long each = kind.plan().equals("team") ? monthly ? 1_500 : 1_250 : monthly ? 2_000 : 1_667;
        set(
                insert,
                day,
                kind.plan(),
                kind.interval(),
                kind.standing(),
                day.atTime(23, 59).atOffset(ZoneOffset.UTC),
                tenants,
                seats,
                counts ? seats * each : null);
        insert.addBatch();
    }

    private void minutes(Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into billing.billing_minutes (ended_at,"
                + " covers_ms, applied, ignored, unbound, quarantined, failed, dead, marked, lag_ms)"
                + " values (?, 60000, ?, ?, ?, 0, ?, 0, ?, ?) on conflict do nothing")) {
            for (int back = MINUTES; back > 2; back--) {
                Instant at = now.minusSeconds(60L * back);
                double hour = at.atOffset(ZoneOffset.UTC).getHour();
                double busy = 14 + 10 * Math.sin((hour - 6) / 24 * 2 * Math.PI) + (hour == 0 ? 60 : 0);
                int applied = (int) Math.max(0, busy + 3 * random.nextGaussian());
                boolean away = back > 400 && back < 440;
                long lag = away ? (440 - back) * 60_000L : (long) Math.abs(900 * random.nextGaussian());
                set(
                        insert,
                        utc(at),
                        applied,
                        applied / 4,
                        back % 97 == 0 ? 1 : 0,
                        away ? 1 : 0,
                        away ? 440 - back : applied / 9,
                        lag);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void sweeps(Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into billing.billing_sweeps values (?, ?, ?, ?) on conflict do nothing")) {
            for (int back = SWEEPS; back > 0; back--) {
                int drift = back == 20 ? 14 : back % 7 == 0 ? back % 4 : 0;
                set(insert, utc(now.minusSeconds(3_600L * back)), TENANTS - back, drift, back == 20 ? 12 : drift);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    }
}
