package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.store.StorableText;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@link Jobs} in a table, by the database's clock. */
final class JdbiJobs implements Jobs {
    private static final String HELD = " where job_name = :name and token = :token and lease_until is not null";

    private final Handle handle;

    JdbiJobs(Handle handle) {
        this.handle = handle;
    }

    @Override
    public Optional<Run> claim(String name, Duration lease) {
        if (known(name) == 0) insert(name);
        Optional<Run> free = handle.createQuery(
                        "select token, job_cursor, current_timestamp as claimed_at from {schema}.billing_jobs"
                                + " where job_name = :name and (lease_until is null or lease_until <= current_timestamp)"
                                + " and (due_at is null or due_at <= current_timestamp) for update skip locked")
                .bind("name", name)
                .map((row, context) ->
                        new Run(name, row.getLong(1) + 1, row.getString(2), Utc.readAlways(row, "claimed_at")))
                .findOne();
        free.ifPresent(run -> handle.createUpdate("update {schema}.billing_jobs set token = :token, lease_until = "
                        + JdbiTransaction.IN_MILLIS + " where job_name = :name")
                .bind("name", name)
                .bind("token", run.token())
                .bind("millis", lease.toMillis())
                .execute());
        return free;
    }

    private int known(String name) {
        return handle.createQuery("select count(*) from {schema}.billing_jobs where job_name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .one();
    }

    private void insert(String name) {
        handle.createUpdate("insert into {schema}.billing_jobs (job_name, token, job_cursor, last_result)"
                        + " values (:name, 0, '', '') on conflict do nothing")
                .bind("name", name)
                .execute();
    }

    @Override
    public boolean proceed(Run run, String cursor, Duration lease) {
        return handle.createUpdate("update {schema}.billing_jobs set job_cursor = :cursor, lease_until = "
                                + JdbiTransaction.IN_MILLIS + HELD)
                        .bind("name", run.name())
                        .bind("token", run.token())
                        .bind("cursor", cursor)
                        .bind("millis", lease.toMillis())
                        .execute()
                == 1;
    }

    @Override
    public void finish(Run run, String result, String cursor, Duration delay) {
        handle.createUpdate("update {schema}.billing_jobs set lease_until = null, last_run_at = current_timestamp,"
                        + " last_result = :result, job_cursor = :cursor, due_at = " + JdbiTransaction.IN_MILLIS
                        + (cursor.isEmpty() ? ", done_at = current_timestamp" : "") + HELD)
                .bind("name", run.name())
                .bind("token", run.token())
                .bind("result", StorableText.of(result))
                .bind("cursor", cursor)
                .bind("millis", delay.toMillis())
                .execute();
    }
}
