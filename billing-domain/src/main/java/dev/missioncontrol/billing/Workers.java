package dev.missioncontrol.billing;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Runs what is due from time to time, on the host's timer and executor; never two runs at once. */
public final class Workers implements AutoCloseable {
    private final Runnable work;
    private final Consumer<RuntimeException> trouble;
    private final Executor executor;
    private final ReentrantLock running = new ReentrantLock();
    private final ScheduledFuture<?> ticks;
    private volatile boolean closed;

    Workers(
            ScheduledExecutorService timer,
            Executor executor,
            Duration every,
            Runnable work,
            Consumer<RuntimeException> trouble) {
        this.work = work;
        this.trouble = trouble;
        this.executor = executor;
        long millis = every.toMillis();
        this.ticks = timer.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (closed || running.isLocked()) return;
        try {
            executor.execute(this::runOnce);
        } catch (RejectedExecutionException full) {
            trouble.accept(full);
        }
    }

    private void runOnce() {
        if (!running.tryLock()) return;
        try {
            if (!closed) work.run();
        } catch (RuntimeException e) {
            trouble.accept(e);
        } finally {
            running.unlock();
        }
    }

    /** Starts no more work and waits for what is running; its steps are short. */
    @Override
    public void close() {
        closed = true;
        ticks.cancel(false);
        running.lock();
        running.unlock();
    }
}
