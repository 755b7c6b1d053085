package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.store.Measures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** {@link Measures} by indexes: the work of a look is bounded, however much is stored. */
final class JdbiMeasures implements Measures {
    private static final List<EventOutcome> OPEN =
            List.of(EventOutcome.FAILED, EventOutcome.DEAD, EventOutcome.QUARANTINED, EventOutcome.UNBOUND);

    private static final String LOOK = "select current_timestamp as at_moment,"
            + " (select min(marked_since) from {schema}.marked_subscriptions) as marked_since,"
            // In the order of an index: for the oldest of all, everything that waits would be read.
            + " (select min(decided_at) from (select decided_at from {schema}.billing_outbox where due_at is not null"
            + " order by due_at, ordinal limit " + Backlog.COUNTED_AT_MOST + ") longest_due) as undelivered_since,"
            + " (select min(received_at) from {schema}.webhook_events) as oldest_event,"
            // A node of a version before that made it leaves it standing.
            + " (select min(refused_since) from {schema}.seat_pushes where refused_since is not null"
            + " and due_at is not null) as seats_refused_since, "
            + counted("marked_subscriptions order by marked_since", "marked") + ", "
            // As the index has it that holds these alone: an account that sells other things has many that have ended.
            + counted("tracked_subscriptions where tenant_id is null and not quarantined and not ended", "unbound")
            + ", "
            + counted("tracked_subscriptions where tenant_id is null and quarantined = true", "quarantined") + ", "
            + counted("billing_outbox where due_at is not null order by due_at, ordinal", "undelivered") + ", "
            + counted("webhook_events where outcome = 'failed'", "events_failed") + ", "
            + counted("webhook_events where outcome = 'dead'", "events_dead") + ", "
            + counted("webhook_events where outcome = 'quarantined'", "events_quarantined") + ", "
            + counted("webhook_events where outcome = 'unbound'", "events_unbound");

    private final Handle handle;

    JdbiMeasures(Handle handle) {
        this.handle = handle;
    }

    private static String counted(String rows, String name) {
        return "(select count(*) from (select 1 from {schema}." + rows + " limit " + Backlog.COUNTED_AT_MOST + ") "
                + name + "_rows) as " + name + "_count";
    }

    @Override
    public Backlog backlog() {
        Map<String, Instant> jobs = new HashMap<>();
        handle.createQuery("select job_name, done_at from {schema}.billing_jobs where done_at is not null")
                .map((row, context) -> jobs.put(row.getString("job_name"), Utc.readAlways(row, "done_at")))
                .list();
        return handle.createQuery(LOOK)
                .map((row, context) -> backlog(row, jobs))
                .one();
    }

    @Override
    public List<JobState> jobs() {
        return handle.createQuery("select * from {schema}.billing_jobs order by job_name")
                .map((row, context) -> new JobState(
                        row.getString("job_name"),
                        Utc.read(row, "last_run_at"),
                        Utc.read(row, "done_at"),
                        row.getString("last_result")))
                .list();
    }

    @Override
    public long abandoned(Duration since) {
        // Who is claimed was due longest: each row of those is looked up by its key, however many wait behind them.
        return handle.createQuery("select count(*) from (select (select lease_until from"
                        + " {schema}.tracked_subscriptions known"
                        + " where known.subscription_id = marked.subscription_id) as lease_until"
                        + " from {schema}.marked_subscriptions marked order by due_at, subscription_id limit "
                        + Backlog.COUNTED_AT_MOST + ") longest_due where lease_until < " + JdbiTransaction.IN_MILLIS)
                .bind("millis", -since.toMillis())
                .mapTo(Long.class)
                .one();
    }

    @Override
    public long livingOf(boolean livemode) {
        return handle.createQuery("select count(*) from (select livemode from {schema}.tracked_subscriptions"
                        + " where ended = false order by subscription_id limit " + Backlog.COUNTED_AT_MOST
                        + ") living where livemode = :livemode")
                .bind("livemode", livemode)
                .mapTo(Long.class)
                .one();
    }

    private static Backlog backlog(ResultSet row, Map<String, Instant> jobs) throws SQLException {
        Map<EventOutcome, Long> events = new EnumMap<>(EventOutcome.class);
        for (EventOutcome outcome : OPEN) events.put(outcome, row.getLong("events_" + outcome.word() + "_count"));
        return new Backlog(
                Utc.readAlways(row, "at_moment"),
                row.getLong("marked_count"),
                Utc.read(row, "marked_since"),
                events,
                row.getLong("unbound_count"),
                row.getLong("quarantined_count"),
                row.getLong("undelivered_count"),
                Utc.read(row, "undelivered_since"),
                jobs,
                Utc.read(row, "oldest_event"),
                Utc.read(row, "seats_refused_since"));
    }
}
