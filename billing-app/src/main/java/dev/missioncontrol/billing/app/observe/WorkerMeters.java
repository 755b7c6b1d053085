package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.DuplicateSubscriptionsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Figures of what happens behind the scenes: that it runs at all, how long for, and what went wrong. */
final class WorkerMeters {
    private static final String TROUBLE = "billing.worker.trouble";

    private final MeterRegistry registry;
    private final Timer runs;
    private final AtomicLong lastRun = new AtomicLong(System.currentTimeMillis());

    WorkerMeters(MeterRegistry registry) {
        this.registry = registry;
        runs = Timer.builder("billing.worker.runs")
                .description("Runs of the workers, idle ones too")
                .register(registry);
        TimeGauge.builder("billing.worker.last.run", lastRun, TimeUnit.MILLISECONDS, AtomicLong::get)
                .description(
                        "When a run of the workers last ended, in seconds since 1970; at first, when the process began")
                .register(registry);
        for (String kind : new String[] {"store", "provider", "duplicates", "other"})
            registry.counter(TROUBLE, "kind", kind);
    }

    Executor timed(Executor executor) {
        return run -> executor.execute(() -> {
            runs.record(run);
            lastRun.set(System.currentTimeMillis());
        });
    }

    Consumer<RuntimeException> counted(Consumer<RuntimeException> trouble) {
        return e -> {
            registry.counter(TROUBLE, "kind", kind(e)).increment();
            trouble.accept(e);
        };
    }

    private static String kind(RuntimeException e) {
        if (e instanceof DuplicateSubscriptionsException) return "duplicates";
        return e instanceof StoreException ? "store" : e instanceof ProviderException ? "provider" : "other";
    }
}
