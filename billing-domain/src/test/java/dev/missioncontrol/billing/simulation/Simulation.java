package dev.missioncontrol.billing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs schedules, and makes those short that break something. */
public final class Simulation {
    /** One schedule of so many learns the price once all is quiet: nothing else will happen to what was bought at it. */
    private static final int LEARNS_AT_LAST = 4;

    private final Fault fault;
    private final Coverage coverage;
    private final StoreFactory stores;

    Simulation(Fault fault, Coverage coverage, StoreFactory stores) {
        this.fault = fault;
        this.coverage = coverage;
        this.stores = stores;
    }

    /** Production's code on stores from elsewhere. */
    public static Simulation on(StoreFactory stores) {
        return new Simulation(Fault.NONE, new Coverage(), stores);
    }

    /**
     * Runs what this seed means.
     *
     * @return the hash of all that happened
     * @throws AssertionError with the seed, the invariant and a shrunk list of steps, where one does not hold
     */
    public long run(long seed) {
        try {
            return attempt(seed, Schedule.of(seed));
        } catch (RuntimeException | Violation broken) {
            throw new AssertionError(report(seed, broken), broken);
        }
    }

    /** What is broken by this seed, if anything. */
    Optional<Throwable> broken(long seed) {
        return broken(seed, Schedule.of(seed));
    }

    private Optional<Throwable> broken(long seed, List<Step> steps) {
        try {
            attempt(seed, steps);
            return Optional.empty();
        } catch (RuntimeException | Violation e) {
            return Optional.of(e);
        }
    }

    private long attempt(long seed, List<Step> steps) {
        World world = new World(seed, fault, coverage, stores);
        world.run(steps);
        world.quiet();
        Check check = new Check(world);
        check.afterQuiet(!world.needsSweep);
        if (seed % LEARNS_AT_LAST == 1) {
            world.learnAtLast();
            check.afterQuiet(!world.needsSweep);
        }
        world.sweep();
        check.afterQuiet(true);
        check.journals();
        return world.trace.hash();
    }

    private String report(long seed, Throwable broken) {
        List<Step> steps = shrunk(seed, Schedule.of(seed), invariant(broken));
        StringBuilder text = new StringBuilder("seed " + seed + " breaks: " + broken.getMessage() + "\n");
        broken(seed, steps)
                .ifPresent(e -> text.append("shrunk: ").append(e.getMessage()).append("\n"));
        for (Step step : steps) text.append("  ").append(step).append("\n");
        return text.toString();
    }

    private static String invariant(Throwable broken) {
        return broken instanceof Violation violation
                ? violation.invariant
                : broken.getClass().getName();
    }

    /** Leaves out what can be left out: half of it, then a quarter, down to single steps, then what happens during them. */
    private List<Step> shrunk(long seed, List<Step> steps, String invariant) {
        List<Step> small = steps;
        for (int size = steps.size() / 2; size >= 1; size /= 2) {
            for (int from = 0; from < small.size(); ) {
                List<Step> fewer = new ArrayList<>(small);
                fewer.subList(from, Math.min(from + size, fewer.size())).clear();
                if (breaks(seed, fewer, invariant)) small = fewer;
                else from += size;
            }
        }
        for (int i = 0; i < small.size(); i++) {
            for (int k = small.get(i).during().size() - 1; k >= 0; k--) {
                List<Step> nested = new ArrayList<>(small.get(i).during());
                nested.remove(k);
                List<Step> fewer = new ArrayList<>(small);
                fewer.set(i, small.get(i).without(nested));
                if (breaks(seed, fewer, invariant)) small = fewer;
            }
        }
        return small;
    }

    private boolean breaks(long seed, List<Step> steps, String invariant) {
        return broken(seed, steps).filter(e -> invariant(e).equals(invariant)).isPresent();
    }
}
