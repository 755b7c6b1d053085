package dev.missioncontrol.billing.fuzz;

import java.lang.reflect.Method;
import java.time.Duration;

/**
 * Time of a processor that a thread has used so far: while others have the machine, none passes. By reflection: the domain's module does
 * not read the JDK's management.
 */
final class ProcessorTime {
    private final Object threads;
    private final Method used;

    ProcessorTime() {
        try {
            threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            used = Class.forName("java.lang.management.ThreadMXBean").getMethod("getThreadCpuTime", long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not count what a thread uses", e);
        }
    }

    @SuppressWarnings("deprecation") // threadId() is of a later JDK
    Duration of(Thread thread) {
        try {
            return Duration.ofNanos((Long) used.invoke(threads, thread.getId()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
