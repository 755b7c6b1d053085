package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.simulation.Simulation;
import dev.missioncontrol.billing.simulation.StoreFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator's schedules on the real store. */
class SimulationOnDatabaseTest {
    private static final int SCHEDULES = Integer.getInteger("simulation.database", 200);
    private static final int THREADS = 2;

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
                return new StoreFactory.Opened(store.store(), time -> WaitingRows.pass(source, time));
            });
            for (int seed = first; seed < SCHEDULES; seed += THREADS) simulation.run(seed);
        }
    }
}
