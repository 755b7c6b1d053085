package dev.missioncontrol.billing.fuzz;

import java.lang.reflect.Method;

/** Bytes that a thread has allocated so far. By reflection: the domain's module does not read the JDK's management. */
public final class Allocated {
    private final Object threads;
    private final Method bytes;

    public Allocated() {
        try {
            threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            bytes = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not count what a thread allocates", e);
        }
    }

    public long byThisThread() {
        try {
            return (Long) bytes.invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
