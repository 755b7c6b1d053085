package dev.missioncontrol.billing.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One run: what was tried, what it cost, and which inputs were answered in a new way. */
final class FuzzRun {
    /** Most finds that are broken further: beyond, each gets too few turns. */
    private static final int MOST_FINDS = 1_000;

    /** Longest input that becomes one: large ones would fill the time. */
    private static final int LARGEST_FIND = 4 * 1024;

    private final List<byte[]> pool;
    private final int corpus;
    private final List<String> words;
    private final int mostBytes;
    private final long seed;
    private final Fuzz.Target target;
    private final Allocated allocated = new Allocated();
    private final ProcessorTime processor = new ProcessorTime();
    private final Map<String, byte[]> ways = new LinkedHashMap<>();

    private volatile byte[] input = new byte[0];
    private volatile long begun = System.nanoTime();
    private volatile Duration used = Duration.ZERO;
    private volatile int done;
    private long slowest;
    private long mostAllocated;

    FuzzRun(List<byte[]> corpus, List<String> words, int mostBytes, long seed, Fuzz.Target target) {
        this.pool = new ArrayList<>(corpus);
        this.corpus = corpus.size();
        this.words = words;
        this.mostBytes = mostBytes;
        this.seed = seed;
        this.target = target;
    }

    /** First the corpus as it is, then what is made of it. The first time through, classes are loaded: that costs and is not counted. */
    void go(int inputs) {
        for (byte[] kept : List.copyOf(pool)) {
            begin(kept);
            answer(kept);
        }
        for (byte[] kept : List.copyOf(pool)) one(kept);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Mutation.Source source = new Mutation.Source(random, pool, words);
        while (done < inputs) one(Mutation.some(source.other(), source, mostBytes));
    }

    private void begin(byte[] next) {
        input = next;
        used = processor.of(Thread.currentThread());
        begun = System.nanoTime();
    }

    private void one(byte[] next) {
        begin(next);
        long before = allocated.byThisThread();
        String way = answer(next);
        long bytes = allocated.byThisThread() - before;
        long took = System.nanoTime() - begun;
        if (bytes > Fuzz.MOST_ALLOCATED + next.length * Fuzz.MOST_ALLOCATED_A_BYTE)
            throw new IllegalStateException(next.length + " bytes of input took " + bytes + " bytes of memory");
        slowest = Math.max(slowest, took);
        mostAllocated = Math.max(mostAllocated, bytes);
        done++;
        boolean known = ways.putIfAbsent(way, next) != null;
        if (!known && pool.size() < corpus + MOST_FINDS && next.length <= LARGEST_FIND) pool.add(next);
    }

    private String answer(byte[] next) {
        try {
            return target.answer(next);
        } catch (Exception e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    /** The input that is tried now, or was last. */
    byte[] input() {
        return input;
    }

    /**
     * What the input that is tried now has used of a processor.
     *
     * @param thread that tries it
     */
    Duration used(Thread thread) {
        // In this order: what is begun meanwhile makes it less, not more.
        Duration now = processor.of(thread);
        return now.minus(used);
    }

    Duration sinceBegun() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    long seed() {
        return seed;
    }

    int done() {
        return done;
    }

    int ways() {
        return ways.size();
    }

    Map<String, byte[]> finds() {
        return ways;
    }

    Duration slowest() {
        return Duration.ofNanos(slowest);
    }

    long mostAllocated() {
        return mostAllocated;
    }
}
