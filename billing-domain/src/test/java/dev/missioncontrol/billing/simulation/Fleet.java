package dev.missioncontrol.billing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;

/** Many seeds on all processors. */
final class Fleet {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private Fleet() {}

    /** Runs seeds from the first on, while the predicate says so, each thread every so-manieth. */
    static void run(long first, LongPredicate each) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long begin = first + i;
            running.add(threads.submit(() -> {
                long seed = begin;
                try {
                    while (!failed.get() && each.test(seed)) seed += THREADS;
                } catch (Throwable e) {
                    failed.set(true);
                    throw e;
                }
            }));
        }
        try {
            for (Future<?> one : running) one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
