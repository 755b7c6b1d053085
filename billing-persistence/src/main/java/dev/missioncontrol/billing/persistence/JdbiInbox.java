package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Inbox;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.StorableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;

/** {@link Inbox} in a table: its unique key is what makes an event count once. */
final class JdbiInbox implements Inbox {
    private final Handle handle;

    JdbiInbox(Handle handle) {
        this.handle = handle;
    }

    private static final Columns<Arrival> ARRIVALS = Columns.<Arrival>key(
                    "event_id", one -> one.event().id().value())
            .text("event_type", one -> StorableText.of(one.event().type()))
            .time("created_at", one -> one.event().created())
            .time("received_at", Arrival::received)
            .flag("livemode", one -> one.event().livemode())
            .text(
                    "subscription_id",
                    one -> one.event()
                            .content()
                            .subscription()
                            .map(SubscriptionId::value)
                            .orElse(null))
            .text("tenant_id", one -> one.tenant().map(TenantId::value).orElse(null))
            .text("payload", one -> StorableText.of(one.event().payload()))
            .text("outcome", one -> one.outcome().word())
            .text("reason", one -> StorableText.of(one.reason()))
            .flag("waits", Arrival::waits);

    private static final String ROWS = "insert into {schema}.webhook_events (event_id, event_type, created_at,"
            + " received_at, livemode, subscription_id, tenant_id, payload, attempts, outcome, reason, retry_at)"
            + " select event_id, event_type, created_at, received_at, livemode, subscription_id, tenant_id, payload,"
            + " 0, outcome, reason, case when waits then current_timestamp end from " + ARRIVALS.given();

    private static final Sql INSERT = new Sql(ROWS + " on conflict do nothing");

    /** For those that were just looked for: to be ready for a conflict takes an index for each row once more. */
    private static final Sql STORE = new Sql(ROWS);

    @Override
    public boolean insert(ProviderEvent event, Instant received) {
        return ARRIVALS.in(INSERT, List.of(Arrival.waiting(event, received))).execute(handle) == 1;
    }

    /**
     * An event as it is to be stored.
     *
     * @param waits whether it is still to be applied
     */
    record Arrival(
            ProviderEvent event,
            Instant received,
            EventOutcome outcome,
            String reason,
            Optional<TenantId> tenant,
            boolean waits) {
        static Arrival waiting(ProviderEvent event, Instant received) {
            return new Arrival(event, received, EventOutcome.FAILED, "", Optional.empty(), true);
        }

        Arrival concluded(EventOutcome outcome, String reason, Optional<TenantId> tenant) {
            return new Arrival(event, received, outcome, reason, tenant, false);
        }
    }

    /** Stores those that are not there; one that another transaction stores first is a conflict. */
    static BoundStatement storing(Collection<Arrival> arrivals) {
        return ARRIVALS.in(STORE, arrivals);
    }

    private static final Sql STORED =
            new Sql("select event_id from {schema}.webhook_events where event_id = any(:events)");

    /** Those of these that are stored. */
    static BoundStatement stored(Collection<EventId> ids) {
        return STORED.with("events", Ids.all(ids, EventId::value));
    }

    @Override
    public void conclude(EventId id, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        int rows = handle.createUpdate("update {schema}.webhook_events set outcome = :outcome, reason = :reason,"
                        + " tenant_id = :tenant, retry_at = null where event_id = :event")
                .bind("event", id.value())
                .bind("outcome", outcome.word())
                .bind("reason", StorableText.of(reason))
                .bind("tenant", tenant.map(TenantId::value).orElse(null))
                .execute();
        Written.one(rows, id.value());
    }

    private static final String FAIL = "update {schema}.webhook_events set outcome = :outcome, reason = :reason,"
            + " attempts = :attempts, retry_at = " + JdbiTransaction.IN_MILLIS + " where event_id = :event";

    @Override
    public void fail(EventId id, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        int rows = failing(FAIL, id, outcome, reason, attempts, retryAfter).execute();
        Written.one(rows, id.value());
    }

    @Override
    public boolean failAgain(
            InboxEvent tried, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        String unchanged = FAIL + " and outcome = :had and attempts = :tried";
        return failing(unchanged, tried.id(), outcome, reason, attempts, retryAfter)
                        .bind("had", tried.outcome().word())
                        .bind("tried", tried.attempts())
                        .execute()
                == 1;
    }

    private Update failing(String sql, EventId id, EventOutcome next, String why, int tries, Optional<Duration> again) {
        return handle.createUpdate(sql)
                .bind("event", id.value())
                .bind("outcome", next.word())
                .bind("reason", StorableText.of(why))
                .bind("attempts", tries)
                .bind("millis", again.map(Duration::toMillis).orElse(null));
    }

    @Override
    public Optional<InboxEvent> event(EventId id) {
        return byId(handle, id, (row, context) -> event(row));
    }

    static <T> Optional<T> byId(Handle handle, EventId id, RowMapper<T> reading) {
        return handle.createQuery("select * from {schema}.webhook_events where event_id = :event")
                .bind("event", id.value())
                .map(reading)
                .findOne();
    }

    @Override
    public List<InboxRow> lockDue(int limit) {
        return handle.createQuery("select * from {schema}.webhook_events where retry_at <= current_timestamp"
                        + " and outcome = :failed order by received_at, event_id limit :limit for update skip locked")
                .bind("failed", EventOutcome.FAILED.word())
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list();
    }

    /** One that can't be read keeps none behind it from being. */
    static InboxRow row(ResultSet row) throws SQLException {
        try {
            return new InboxRow.Readable(event(row));
        } catch (RuntimeException fault) {
            return new InboxRow.Unreadable(
                    row.getString("event_id"),
                    Utc.readAlways(row, "received_at"),
                    outcome(row.getString("outcome")),
                    fault);
        }
    }

    @Override
    public void retryLater(InboxRow.Unreadable row, Duration delay) {
        int rows = handle.createUpdate("update {schema}.webhook_events set reason = :reason, retry_at = "
                        + JdbiTransaction.IN_MILLIS + " where event_id = :event")
                .bind("event", row.id())
                .bind("reason", StorableText.of(row.reason()))
                .bind("millis", delay.toMillis())
                .execute();
        Written.one(rows, row.id());
    }

    @Override
    public int concludeWaiting(
            SubscriptionId subscription, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        return handle.createUpdate("update {schema}.webhook_events set outcome = :outcome, reason = :reason,"
                        + " tenant_id = :tenant, retry_at = null"
                        + " where subscription_id = :subscription and outcome in ('" + EventOutcome.UNBOUND.word()
                        + "', '"
                        + EventOutcome.QUARANTINED.word() + "')")
                .bind("subscription", subscription.value())
                .bind("outcome", outcome.word())
                .bind("reason", StorableText.of(reason))
                .bind("tenant", tenant.map(TenantId::value).orElse(null))
                .execute();
    }

    @Override
    public int forgetPayloads(Duration age, int limit) {
        return handle.createUpdate("update {schema}.webhook_events set payload = '', payload_since = null"
                        + " where event_id in (select event_id from {schema}.webhook_events where payload_since <= "
                        + JdbiTransaction.IN_MILLIS
                        + " and outcome <> :failed order by payload_since, event_id limit :limit)")
                .bind("millis", -age.toMillis())
                .bind("failed", EventOutcome.FAILED.word())
                .bind("limit", limit)
                .execute();
    }

    @Override
    public int purge(Duration age, int limit) {
        return handle.createUpdate("delete from {schema}.webhook_events where event_id in ("
                        + "select event_id from {schema}.webhook_events where received_at < "
                        + JdbiTransaction.IN_MILLIS + " and outcome not in (:quarantined, :failed, :dead)"
                        + " order by received_at, event_id limit :limit)")
                .bind("millis", -age.toMillis())
                .bind("quarantined", EventOutcome.QUARANTINED.word())
                .bind("failed", EventOutcome.FAILED.word())
                .bind("dead", EventOutcome.DEAD.word())
                .bind("limit", limit)
                .execute();
    }

    static EventId id(ResultSet row) throws SQLException {
        return new EventId(row.getString("event_id"));
    }

    static InboxEvent event(ResultSet row) throws SQLException {
        return new InboxEvent(
                id(row),
                row.getString("event_type"),
                Utc.readAlways(row, "created_at"),
                Utc.readAlways(row, "received_at"),
                row.getBoolean("livemode"),
                Ids.subscription(row, "subscription_id"),
                Ids.tenant(row),
                row.getString("payload"),
                row.getInt("attempts"),
                outcome(row.getString("outcome")),
                row.getString("reason"));
    }

    /** A word of a newer version is nothing that this one may act on. */
    private static EventOutcome outcome(String word) {
        return Arrays.stream(EventOutcome.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(EventOutcome.DEAD);
    }
}
