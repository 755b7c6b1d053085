package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link Decisions} under JMH, each in JVMs of its own, with what each call allocates beside it. */
final class Domain {
    private static final Duration ONE_ITERATION = Duration.ofSeconds(1);
    private static final int WARM_UP = 3;
    private static final int MEASURED = 4;

    /** The profiler's name for bytes a call. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Settings settings;
    private final Report report;

    Domain(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void measure() {
        run(new String[] {"webhook", "fold"}, "1", "3", "20");
        run(new String[] {"access", "audited"}, "1");
    }

    private void run(String[] benchmarks, String... subscriptions) {
        TimeValue second = TimeValue.milliseconds(ONE_ITERATION.toMillis());
        OptionsBuilder options = new OptionsBuilder();
        for (String benchmark : benchmarks) options.include(Decisions.class.getName() + "." + benchmark);
        options.param("subscriptions", subscriptions)
                .forks(settings.rounds())
                .warmupIterations(WARM_UP)
                .warmupTime(second)
                .measurementIterations(MEASURED)
                .measurementTime(second)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        try {
            new Runner(options.build()).run().forEach(this::add);
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String name = "domain: " + benchmark.substring(benchmark.lastIndexOf('.') + 1) + " ["
                + result.getParams().getParam("subscriptions") + " subscriptions]";
        double bytes = result.getSecondaryResults().get(ALLOCATED).getScore();
        String note = String.format(Locale.ROOT, "%.0f bytes allocated", bytes);
        result.getBenchmarkResults()
                .forEach(fork -> report.add(name, fork.getPrimaryResult().getScore(), "ns", "", note));
    }
}
