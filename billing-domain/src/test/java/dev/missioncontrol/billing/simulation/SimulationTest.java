package dev.missioncontrol.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.simulation.Coverage.Met;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 100_000);

    /** Each of them in so many schedules of a hundred thousand. */
    private static final int OFTEN_ENOUGH = 1_000;

    /** Found once by a schedule; each was mended, and must stay so. */
    private static final List<Long> REGRESSIONS = List.of(21_693L);

    @Test
    void no_schedule_breaks_an_invariant_and_everything_rare_was_met() {
        Coverage coverage = new Coverage();
        Simulation simulation = new Simulation(Fault.NONE, coverage, StoreFactory.IN_MEMORY);
        Fleet.run(0, seed -> {
            if (seed >= SCHEDULES) return false;
            simulation.run(seed);
            return true;
        });
        assertThat(Arrays.stream(Met.values())
                        .filter(met -> coverage.of(met) < (long) OFTEN_ENOUGH * SCHEDULES / 100_000))
                .as("met too seldom:\n%s", coverage)
                .isEmpty();
    }

    @Test
    void the_same_seed_is_the_same_schedule() {
        Simulation simulation = new Simulation(Fault.NONE, new Coverage(), StoreFactory.IN_MEMORY);
        for (long seed = 0; seed < 200; seed++) assertThat(simulation.run(seed)).isEqualTo(simulation.run(seed));
    }

    @Test
    void a_trace_is_the_same_on_every_java() {
        Simulation simulation = new Simulation(Fault.NONE, new Coverage(), StoreFactory.IN_MEMORY);
        Trace all = new Trace();
        for (long seed = 0; seed < 100; seed++) all.note(simulation.run(seed));
        assertThat(Long.toHexString(all.hash())).isEqualTo("d4027df88feae506");
    }

    @Test
    void what_was_found_once_stays_mended() {
        Simulation simulation = new Simulation(Fault.NONE, new Coverage(), StoreFactory.IN_MEMORY);
        REGRESSIONS.forEach(simulation::run);
    }

    @Test
    void a_schedule_that_breaks_something_is_told_short_with_its_seed() {
        Simulation simulation = new Simulation(Fault.MISSING_TAKEN_AS_END, new Coverage(), StoreFactory.IN_MEMORY);
        long seed = 0;
        while (simulation.broken(seed).isEmpty()) seed++;
        long breaking = seed;
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> simulation.run(breaking)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed " + seed)
                .hasMessageContaining("shrunk: ");
    }
}
