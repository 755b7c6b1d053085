package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.Arrays;

/** How long requests took, in buckets that are 1/16 of their power of two wide: a percentile is right within 6 %. */
final class Latencies {
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;
    private static final int BUCKETS = 64 * STEPS;

    private final long[] counts = new long[BUCKETS];
    private long total;

    void add(long nanos) {
        counts[bucket(Math.max(1, nanos))]++;
        total++;
    }

    void addAll(Latencies other) {
        Arrays.setAll(counts, index -> counts[index] + other.counts[index]);
        total += other.total;
    }

    long count() {
        return total;
    }

    /** The time that this share of the requests took at most; zero where there was none. */
    Duration percentile(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int index = 0; index < BUCKETS; index++) {
            seen += counts[index];
            if (seen >= wanted && seen > 0) return Duration.ofNanos(upperEdge(index));
        }
        return Duration.ZERO;
    }

    private static int bucket(long nanos) {
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        if (power < STEP_BITS) return (int) nanos;
        int step = (int) (nanos >>> (power - STEP_BITS)) & (STEPS - 1);
        return power * STEPS + step;
    }

    private static long upperEdge(int bucket) {
        int power = bucket / STEPS;
        if (power < STEP_BITS) return bucket;
        return ((long) STEPS + bucket % STEPS + 1) << (power - STEP_BITS);
    }
}
