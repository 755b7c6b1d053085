package dev.missioncontrol.billing;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs what is due from time to time, on the host's timer and executor; never two runs at once. */
public final class Workers implements AutoCloseable {
    private final Consumer<BooleanSupplier> work;
    private final Consumer<RuntimeException> trouble;
    private final Executor executor;
    private final ReentrantLock running = new ReentrantLock();
    private final ScheduledFuture<?> ticks;
    private volatile boolean closed;

    Workers(
            ScheduledExecutorService timer,
            Executor executor,
            Duration every,
            Consumer<BooleanSupplier> work,
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
            if (!closed) work.accept(() -> !closed);
        } catch (RuntimeException e) {
            trouble.accept(e);
        } finally {
            running.unlock();
        }
    }

    /** Starts no more work, and lets what is running end after the step that it is at. Does not wait for it. */
    public void stop() {
        closed = true;
        ticks.cancel(false);
    }

    /**
     * Waits until no work is running, at most so long. What was claimed and is not finished then is another node's once its
     * lease has run out.
     *
     * @return whether none is running
     */
    public boolean awaitQuiet(Duration atMost) {
        try {
            if (!running.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) return false;
            running.unlock();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts no more work and waits for what is running, however long its step takes: as long as a call to the provider. */
    @Override
    public void close() {
        stop();
        running.lock();
        running.unlock();
    }
}
