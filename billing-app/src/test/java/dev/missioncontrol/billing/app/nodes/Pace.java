package dev.missioncontrol.billing.app.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that come when they come, whether those before them are answered or not, and how long each was waited for: from when
 * it was due, so that what waits for its turn counts too.
 */
final class Pace {
    /** Requests under way at once: more than a node takes at this pace, few enough for a small machine. */
    private static final int SENDERS = 32;

    /** How long the slowest may take. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    /** One of many requests. */
    @FunctionalInterface
    interface Request {
        void make(int index) throws Exception;
    }

    /** Makes so many, so many a second, and waits for the last one. */
    Pace make(int requests, double aSecond, Request request) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            long begun = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int index = i;
                long due = begun + (long) (i * TimeUnit.SECONDS.toNanos(1) / aSecond);
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                all.add(senders.submit(() -> {
                    request.make(index);
                    nanos.add(System.nanoTime() - due);
                    return null;
                }));
            }
            for (Future<?> one : all) one.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return this;
        } finally {
            senders.shutdownNow();
        }
    }

    /** A row of a table: how many, and in milliseconds p50, p99 and the longest. */
    String row(String what) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "| %-42s | %7d | %8.1f | %8.1f | %8.1f |",
                what,
                sorted.size(),
                at(sorted, 0.50),
                at(sorted, 0.99),
                at(sorted, 1));
    }

    private static double at(List<Long> sorted, double share) {
        int index = (int) Math.ceil(sorted.size() * share) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }
}
