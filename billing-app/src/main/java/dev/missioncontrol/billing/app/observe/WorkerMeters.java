package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.DuplicateSubscriptionsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Figures of what happens behind the scenes: that it runs at all, how long for, and what went wrong. */
final class WorkerMeters {
    private static final String TROUBLE = "billing.worker.trouble";

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
    private final AtomicLong lastRun = new AtomicLong(System.currentTimeMillis());
    private final AtomicLong lastSuccess = new AtomicLong(System.currentTimeMillis());
    private final AtomicLong failures = new AtomicLong();

    WorkerMeters(MeterRegistry registry) {
        this.registry = registry;
        runs = Timer.builder("billing.worker.runs")
                .description("Runs of the workers, idle ones too")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        TimeGauge.builder("billing.worker.last.run", lastRun, TimeUnit.MILLISECONDS, AtomicLong::get)
                .description(
                        "When a run of the workers last ended, in seconds since 1970; at first, when the process began")
                .register(registry);
        TimeGauge.builder("billing.worker.last.success", lastSuccess, TimeUnit.MILLISECONDS, AtomicLong::get)
                .description(
                        "When a run of the workers last ended without trouble, in seconds since 1970; at first, when the"
                                + " process began")
                .register(registry);
        for (String kind : new String[] {"store", "provider", "duplicates", "other"})
            registry.counter(TROUBLE, "kind", kind);
    }

    Executor timed(Executor executor) {
        return run -> executor.execute(() -> {
            long before = failures.get();
            runs.record(run);
            lastRun.set(System.currentTimeMillis());
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

    private static String kind(RuntimeException e) {
        if (e instanceof DuplicateSubscriptionsException) return "duplicates";
        return e instanceof StoreException ? "store" : e instanceof ProviderException ? "provider" : "other";
    }
}
