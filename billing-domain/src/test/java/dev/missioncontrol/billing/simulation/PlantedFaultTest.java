package dev.missioncontrol.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds no mistake proves nothing: each of these must be found. */
class PlantedFaultTest {
    private static final int MOST_SEEDS = 10_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_planted_fault_is_found(Fault fault) {
        Simulation simulation = new Simulation(fault, new Coverage(), StoreFactory.IN_MEMORY);
        AtomicLong found = new AtomicLong(Long.MAX_VALUE);
        Fleet.run(0, seed -> {
            if (seed >= MOST_SEEDS || found.get() != Long.MAX_VALUE) return false;
            if (simulation.broken(seed).isPresent()) found.accumulateAndGet(seed, Math::min);
            return true;
        });
        assertThat(found.get()).as("the first seed that finds %s", fault).isLessThan(MOST_SEEDS);
    }
}
