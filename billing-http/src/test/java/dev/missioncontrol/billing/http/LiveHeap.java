package dev.missioncontrol.billing.http;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What lives in the heap, as it was at the end of a collection: garbage, and room that threads have taken to make things in, may be
 * megabytes and say nothing.
 */
final class LiveHeap {
    /** Times a thing is made and weighed: whatever else this JVM comes to meanwhile, it does not come to it each time. */
    private static final int LOOKS = 3;

    private LiveHeap() {}

    static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /** How many bytes such a thing keeps, with all that nothing else holds. */
    static long keptBy(Supplier<?> making) {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS; look++) {
            long before = bytes();
            Object made = making.get();
            least = Math.min(least, bytes() - before);
            Reference.reachabilityFence(made);
        }
        return least;
    }
}
