package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.Figures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** {@link Figures} in tables of their own. */
final class JdbiFigures implements Figures {
    private static final String OUTCOMES =
            Arrays.stream(EventOutcome.values()).map(EventOutcome::word).collect(Collectors.joining(", "));

    private static final String OUTCOME_VALUES =
            Arrays.stream(EventOutcome.values()).map(each -> ":" + each.word()).collect(Collectors.joining(", "));

    private final Handle handle;

    JdbiFigures(Handle handle) {
        this.handle = handle;
    }

    private static final String PAGE_OF_TENANTS = "select tenant_id, plan, billing_interval, standing, seats,"
            + " stripe_subscription_id from {schema}.subscriptions where tenant_id > :after order by tenant_id limit :limit";

    private static final Sql COUNT = new Sql(inGroups(PAGE_OF_TENANTS));

    /** Lines of a snapshot that are held; behind them may be those that were paid last, of which one who owes has others. */
    private static final String HELD_LINES = "case when position('\"arrears\":' in held.snapshot) > 0"
            + " then substring(held.snapshot from 1 for position('\"arrears\":' in held.snapshot)) else held.snapshot end";

    /** The snapshot alone has the price that is held: it is read only where there are prices that are sold no more. */
    private static final Sql COUNT_RETIRED =
            new Sql(inGroups("select page.tenant_id, page.plan, case when exists (select 1 from"
                    + " unnest(cast(:retired as varchar array)) as sold_before (line) where position(line in "
                    + HELD_LINES + ") > 0)"
                    + " then null else page.billing_interval end as billing_interval, page.standing, page.seats from ("
                    + PAGE_OF_TENANTS + ") page left join {schema}.tracked_subscriptions held"
                    + " on held.subscription_id = page.stripe_subscription_id"));

    private static String inGroups(String tenants) {
        return "select plan, billing_interval, standing, count(*) as tenants, sum(seats) as seats,"
                + " max(tenant_id) as last_id from (" + tenants + ") counted group by plan, billing_interval, standing";
    }

    @Override
    public Counted count(Optional<TenantId> after, Set<PriceId> retired, int limit) {
        record Row(TenantGroup group, TenantId last) {}
        Query query = handle.createQuery((retired.isEmpty() ? COUNT : COUNT_RETIRED).named())
                .bind("after", after.map(TenantId::value).orElse(""))
                .bind("limit", limit);
        if (!retired.isEmpty()) query.bind("retired", Columns.texts(retired, SnapshotJson::lineOf));
        List<Row> rows = query.map((row, context) -> new Row(group(row), new TenantId(row.getString("last_id"))))
                .list();
        return new Counted(
                rows.stream().map(Row::group).toList(),
                rows.stream().map(Row::last).max(TenantId::compareTo));
    }

    private static TenantGroup group(ResultSet row) throws SQLException {
        return new TenantGroup(
                row.getString("plan"),
                Ids.text(row, "billing_interval").flatMap(BillingInterval::of),
                Ids.text(row, "standing").flatMap(ProviderStatus::of),
                row.getLong("tenants"),
                row.getLong("seats"));
    }

    @Override
    public Map<EventOutcome, Long> received(Instant from, Instant until) {
        Map<EventOutcome, Long> received = new EnumMap<>(EventOutcome.class);
        handle.createQuery("select outcome, count(*) as events from {schema}.webhook_events"
                        + " where received_at >= :from and received_at < :until group by outcome")
                .bind("from", Utc.of(from))
                .bind("until", Utc.of(until))
                .map((row, context) -> Map.entry(outcome(row.getString("outcome")), row.getLong("events")))
                .forEach(one -> received.merge(one.getKey(), one.getValue(), Long::sum));
        return received;
    }

    private static EventOutcome outcome(String word) {
        return Arrays.stream(EventOutcome.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(EventOutcome.IGNORED);
    }

    @Override
    public void saveDay(LocalDate day, List<Day> groups) {
        handle.createUpdate("delete from {schema}.billing_days where counted_day = :day")
                .bind("day", day)
                .execute();
        if (groups.isEmpty()) return;
        PreparedBatch batch = handle.prepareBatch("insert into {schema}.billing_days (counted_day, plan,"
                + " billing_interval, standing, counted_at, tenants, seats, revenue_minor, revenue_currency) values (:day,"
                + " :plan, :interval, :standing, :at, :tenants, :seats, :minor, :currency) on conflict do nothing");
        for (Day one : groups) {
            TenantGroup group = one.group();
            batch.bind("day", one.day())
                    .bind("plan", group.plan())
                    .bind(
                            "interval",
                            group.interval().map(BillingInterval::word).orElse(""))
                    .bind("standing", group.standing().map(ProviderStatus::word).orElse(""))
                    .bind("at", Utc.of(one.at()))
                    .bind("tenants", group.tenants())
                    .bind("seats", group.seats())
                    .bind("minor", one.revenue().map(Money::minorUnits).orElse(null))
                    .bind("currency", one.revenue().map(Money::currency).orElse(null))
                    .add();
        }
        batch.execute();
    }

    @Override
    public List<Day> days(LocalDate from, LocalDate to) {
        return handle.createQuery(
                        "select * from {schema}.billing_days where counted_day >= :from and counted_day <= :to"
                                + " order by counted_day, plan, billing_interval, standing")
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Day(
                        row.getObject("counted_day", LocalDate.class),
                        Utc.readAlways(row, "counted_at"),
                        group(row),
                        revenue(row)))
                .list();
    }

    private static Optional<Money> revenue(ResultSet row) throws SQLException {
        long minor = row.getLong("revenue_minor");
        return Ids.text(row, "revenue_currency").map(currency -> new Money(minor, currency));
    }

    @Override
    public Optional<LocalDate> newestDay() {
        return handle.createQuery("select max(counted_day) from {schema}.billing_days")
                .map((row, context) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .one();
    }

    @Override
    public Optional<LocalDate> oldestDay() {
        return handle.createQuery("select min(counted_day) from {schema}.billing_days")
                .map((row, context) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .one();
    }

    @Override
    public void save(Minute minute) {
        Update insert = handle.createUpdate(
                        "insert into {schema}.billing_minutes (ended_at, covers_ms, marked, lag_ms, "
                                + OUTCOMES + ") values (:at, :covers, :marked, :lag, " + OUTCOME_VALUES
                                + ") on conflict do nothing")
                .bind("at", Utc.of(minute.at()))
                .bind("covers", minute.covers().toMillis())
                .bind("marked", minute.marked())
                .bind("lag", minute.lag().toMillis());
        for (EventOutcome one : EventOutcome.values())
            insert.bind(one.word(), minute.received().getOrDefault(one, 0L));
        insert.execute();
    }

    @Override
    public List<Minute> minutes(Instant since, int limit) {
        return handle.createQuery(
                        "select * from {schema}.billing_minutes where ended_at >= :since order by ended_at limit :limit")
                .bind("since", Utc.of(since))
                .bind("limit", limit)
                .map((row, context) -> minute(row))
                .list();
    }

    @Override
    public Optional<Minute> lastMinute() {
        return handle.createQuery("select * from {schema}.billing_minutes order by ended_at desc limit 1")
                .map((row, context) -> minute(row))
                .findOne();
    }

    private static Minute minute(ResultSet row) throws SQLException {
        Map<EventOutcome, Long> received = new EnumMap<>(EventOutcome.class);
        for (EventOutcome one : EventOutcome.values()) {
            long events = row.getLong(one.word());
            if (events > 0) received.put(one, events);
        }
        return new Minute(
                Utc.readAlways(row, "ended_at"),
                Duration.ofMillis(row.getLong("covers_ms")),
                received,
                row.getLong("marked"),
                Duration.ofMillis(row.getLong("lag_ms")));
    }

    @Override
    public void save(Sweep sweep) {
        handle.createUpdate("insert into {schema}.billing_sweeps (ended_at, listed, drift, mended)"
                        + " values (:at, :listed, :drift, :mended) on conflict do nothing")
                .bind("at", Utc.of(sweep.at()))
                .bind("listed", sweep.listed())
                .bind("drift", sweep.drift())
                .bind("mended", sweep.mended())
                .execute();
    }

    @Override
    public List<Sweep> sweeps(int limit) {
        List<Sweep> newestFirst = handle.createQuery(
                        "select * from {schema}.billing_sweeps order by ended_at desc limit :limit")
                .bind("limit", limit)
                .map((row, context) -> new Sweep(
                        Utc.readAlways(row, "ended_at"),
                        row.getLong("listed"),
                        row.getLong("drift"),
                        row.getLong("mended")))
                .list();
        List<Sweep> inOrder = new ArrayList<>(newestFirst);
        Collections.reverse(inOrder);
        return inOrder;
    }

    @Override
    public int forget(Instant minutesBefore, Instant sweepsBefore, int limit) {
        return forget("billing_minutes", minutesBefore, limit) + forget("billing_sweeps", sweepsBefore, limit);
    }

    private int forget(String table, Instant before, int limit) {
        String name = "{schema}." + table;
        return handle.createUpdate("delete from " + name + " where ended_at in (select ended_at from " + name
                        + " where ended_at < :before order by ended_at limit :limit)")
                .bind("before", Utc.of(before))
                .bind("limit", limit)
                .execute();
    }
}
