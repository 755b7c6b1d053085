package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.DuplicateSubscriptionsException;
import dev.missioncontrol.billing.usecase.WorkNote;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Figures of what happens behind the scenes: that it runs at all, how long for, and what went wrong. */
final class WorkerMeters {
    private static final String TROUBLE = "billing.worker.trouble";
    private static final String FINDINGS = "billing.sweep.findings";

    /** What no sweep tells of, and reconciliations alone do: it would stand at none however much there is. */
    static final Set<Drift.Kind> OF_RECONCILIATIONS = Collections.unmodifiableSet(
            EnumSet.of(Drift.Kind.NOTHING_THERE, Drift.Kind.SEATS_OUTSIDE_PLAN, Drift.Kind.HELD));

    /** Bounds of the histogram: an idle run, one with calls to the provider, a long one, and one as long as a lease. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(50),
        Duration.ofMillis(500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final Timer runs;
    private final LongSupplier nanos;
    private final AtomicLong lastRun;
    private final AtomicLong lastSuccess;
    private final AtomicLong failures = new AtomicLong();

    /** @param nanos counts on whatever a clock is set to, so that a node whose clock is wrong neither looks still nor hides others that are */
    WorkerMeters(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
        lastRun = new AtomicLong(nanos.getAsLong());
        lastSuccess = new AtomicLong(nanos.getAsLong());
        runs = Timer.builder("billing.worker.runs")
                .description("Runs of the workers, idle ones too")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        Gauge.builder("billing.worker.last.run.age.seconds", () -> age(lastRun))
                .description("How long ago a run of the workers last ended; at first, the process began")
                .register(registry);
        Gauge.builder("billing.worker.last.success.age.seconds", () -> age(lastSuccess))
                .description(
                        "How long ago a run of the workers last ended without trouble; at first, the process began")
                .register(registry);
        for (String kind : new String[] {"store", "provider", "duplicates", "other"})
            registry.counter(TROUBLE, "kind", kind);
        for (Drift.Kind kind : Drift.Kind.values()) if (!OF_RECONCILIATIONS.contains(kind)) findings(kind);
    }

    private Counter findings(Drift.Kind kind) {
        return Counter.builder(FINDINGS)
                .description("What sweeps told of, by kind: what waits for somebody is told anew with each sweep")
                .tag("kind", kind.word())
                .register(registry);
    }

    private double age(AtomicLong since) {
        return Duration.ofNanos(nanos.getAsLong() - since.get()).toMillis() / 1000.0;
    }

    Executor timed(Executor executor) {
        return run -> executor.execute(() -> {
            long before = failures.get();
            runs.record(run);
            lastRun.set(nanos.getAsLong());
            if (failures.get() == before) lastSuccess.set(lastRun.get());
        });
    }

    Consumer<RuntimeException> counted(Consumer<RuntimeException> trouble) {
        return e -> {
            registry.counter(TROUBLE, "kind", kind(e)).increment();
            // A tenant that pays twice is found, not failed at.
            if (!(e instanceof DuplicateSubscriptionsException)) failures.incrementAndGet();
            trouble.accept(e);
        };
    }

    Consumer<WorkNote> findings(Consumer<WorkNote> notes) {
        return note -> {
            if (note instanceof WorkNote.Differs differs)
                findings(differs.drift().kind()).increment();
            notes.accept(note);
        };
    }

    private static String kind(RuntimeException e) {
        if (e instanceof DuplicateSubscriptionsException) return "duplicates";
        return e instanceof StoreException ? "store" : e instanceof ProviderException ? "provider" : "other";
    }
}
