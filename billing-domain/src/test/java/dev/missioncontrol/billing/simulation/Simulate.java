package dev.missioncontrol.billing.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The simulator as a program: {@code --schedules N [--from SEED]}, {@code --minutes N} for seeds that nobody ran before, or
 * {@code --seed S} for one, with its steps.
 */
public final class Simulate {
    private static final long DEFAULT_SCHEDULES = 100_000;

    private Simulate() {}

    /** Ends with an error that holds the report, where an invariant does not hold. */
    public static void main(String[] args) {
        List<String> words = Arrays.asList(args);
        PrintStream out = System.out;
        Coverage coverage = new Coverage();
        Simulation simulation = new Simulation(Fault.NONE, coverage, StoreFactory.IN_MEMORY);
        if (words.contains("--seed")) {
            long seed = number(words, "--seed", 0);
            Schedule.of(seed).forEach(out::println);
            out.printf("trace %016x%n", simulation.run(seed));
            return;
        }
        boolean fresh = words.contains("--minutes");
        long first = fresh ? System.nanoTime() & 0xFFFFFFFFFFL : number(words, "--from", 0);
        long schedules = fresh ? Long.MAX_VALUE - first : number(words, "--schedules", DEFAULT_SCHEDULES);
        long begin = System.nanoTime();
        long end = fresh
                ? begin + Duration.ofMinutes(number(words, "--minutes", 1)).toNanos()
                : Long.MAX_VALUE;
        AtomicLong done = new AtomicLong();
        Fleet.run(first, seed -> {
            if (seed >= first + schedules || System.nanoTime() - end > 0) return false;
            simulation.run(seed);
            done.incrementAndGet();
            return true;
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(
                "%,d schedules from seed %d, no violation, %.1f s, %,.0f a second%n%n%s",
                done.get(), first, seconds, done.get() / seconds, coverage);
    }

    private static long number(List<String> words, String name, long otherwise) {
        int at = words.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(words.get(at + 1));
    }
}
