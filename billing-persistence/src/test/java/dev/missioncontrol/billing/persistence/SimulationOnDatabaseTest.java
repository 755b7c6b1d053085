package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.simulation.Simulation;
import dev.missioncontrol.billing.simulation.StoreFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator's schedules on the real store. The database's clock can't be moved, so what waits for it is. */
class SimulationOnDatabaseTest {
    private static final int SCHEDULES = Integer.getInteger("simulation.database", 200);
    private static final int THREADS = 2;

    private static final String WAITING = String.join(
            ";",
            "update billing.tracked_subscriptions set lease_until = lease_until - %1$s,"
                    + " look_again_at = look_again_at - %1$s",
            "update billing.marked_subscriptions set due_at = due_at - %1$s",
            "update billing.webhook_events set retry_at = retry_at - %1$s where retry_at is not null",
            "update billing.billing_jobs set due_at = due_at - %1$s, lease_until = lease_until - %1$s",
            "update billing.billing_outbox set due_at = due_at - %1$s where due_at is not null");

    @ParameterizedTest
    @EnumSource
    void no_schedule_breaks_an_invariant(RealDatabase database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                all.add(threads.submit(() -> run(database, first)));
            }
            for (Future<?> one : all) one.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void run(RealDatabase database, int first) {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            StoreOnDatabase store = StoreOnDatabase.emptied(source);
            Simulation simulation = Simulation.on(clock -> {
                store.empty();
                return new StoreFactory.Opened(store.store(), time -> passes(source, time));
            });
            for (int seed = first; seed < SCHEDULES; seed += THREADS) simulation.run(seed);
        }
    }

    private static void passes(HikariDataSource source, Duration time) {
        String interval = "cast(" + time.toMillis() + " as bigint) * interval '0.001' second";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(String.format(WAITING, interval));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
