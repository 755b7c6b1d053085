package dev.missioncontrol.billing.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that set off at once. */
final class Crowd {
    static final int THREADS = 4;

    /** Longer than any store takes, so that a deadlock fails a test instead of hanging it. */
    private static final long PATIENCE_SECONDS = 180;

    /** What one of the threads does. */
    @FunctionalInterface
    interface Member<T> {
        T act(int index) throws Exception;
    }

    private Crowd() {}

    /** What each of them answers; the first failure of any comes out. */
    static <T> List<T> each(int threads, Member<T> member) {
        ExecutorService crowd = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int index = i;
                running.add(crowd.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return member.act(index);
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) answers.add(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return answers;
        } catch (Exception failed) {
            throw new AssertionError("one of " + threads + " threads failed: " + failed, failed);
        } finally {
            crowd.shutdownNow();
        }
    }
}
