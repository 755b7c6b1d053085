package dev.missioncontrol.billing.app.observe;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * How often and how long collectors stop the process, looked up when somebody asks. Micrometer's own figures are told of each
 * collection by a notification of the platform's, which a busy server with a small heap spent more than a sixtieth of its time on.
 */
final class CollectorMeters {
    private CollectorMeters() {}

    static void bindTo(MeterRegistry registry) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (stopsTheProcess(collector))
                FunctionTimer.builder(
                                "jvm.gc.pause",
                                collector,
                                GarbageCollectorMXBean::getCollectionCount,
                                GarbageCollectorMXBean::getCollectionTime,
                                TimeUnit.MILLISECONDS)
                        .description("Time that collections stopped the process for")
                        .tag("gc", collector.getName())
                        .register(registry);
        }
    }

    /** Some have a second bean for what goes on beside the process: {@code ZGC Cycles}, {@code G1 Concurrent GC}. */
    private static boolean stopsTheProcess(GarbageCollectorMXBean collector) {
        String name = collector.getName();
        return !name.endsWith("Cycles") && !name.contains("Concurrent");
    }
}
