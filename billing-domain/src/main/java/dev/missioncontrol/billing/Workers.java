package dev.missioncontrol.billing;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs what is due from time to time, on the host's timer and executor; never two runs at once. */
public final class Workers implements AutoCloseable {
    /** Shortest wait for a permit: those of a fast rate come back one by one, and a run for each would cost more than it does. */
    static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

    /**
     * How soon after events that became readable more are made so, while they come in all the time: what a second brings takes a
     * processor long enough for requests to wait for it, a tenth of it does not.
     */
    static final Duration PUBLISHED_AGAIN = Duration.ofMillis(100);

    private final ScheduledExecutorService timer;
    private final Duration every;
    private final Consumer<BooleanSupplier> work;
    private final Supplier<Duration> untilPermit;
    private final Publishing publishing;
    private final Consumer<RuntimeException> trouble;
    private final Executor executor;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicBoolean waits = new AtomicBoolean();
    private final ScheduledFuture<?> ticks;
    private volatile boolean closed;

    /**
     * What is made readable between two runs.
     *
     * @param flows whether the last look found events, so that there may soon be more
     * @param publish makes readable what waits by now
     */
    record Publishing(BooleanSupplier flows, Runnable publish) {}

    Workers(
            ScheduledExecutorService timer,
            Executor executor,
            Duration every,
            Consumer<BooleanSupplier> work,
            Supplier<Duration> untilPermit,
            Publishing publishing,
            Consumer<RuntimeException> trouble) {
        this.timer = timer;
        this.every = every;
        this.work = work;
        this.untilPermit = untilPermit;
        this.publishing = publishing;
        this.trouble = trouble;
        this.executor = executor;
        long millis = every.toMillis();
        this.ticks = timer.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        begin(() -> work.accept(() -> !closed));
    }

    private void begin(Runnable part) {
        if (closed || running.isLocked()) return;
        try {
            executor.execute(() -> runOnce(part));
        } catch (RejectedExecutionException full) {
            trouble.accept(full);
        }
    }

    private void runOnce(Runnable part) {
        if (!running.tryLock()) return;
        try {
            if (!closed) part.run();
        } catch (RuntimeException e) {
            trouble.accept(e);
        } catch (Error e) {
            // An executor that keeps what became of a run would tell nobody, and a timer would run no other.
            trouble.accept(new IllegalStateException("a run of what is due was ended by " + e, e));
        } finally {
            running.unlock();
        }
        if (!closed) planNext();
    }

    /**
     * A run that used up all permits may have left work: the next begins when there is one again, not an interval later. Where
     * events flow, what waits of them is made readable before that.
     */
    private void planNext() {
        Duration until = untilPermit.get();
        boolean usedUp = !until.isZero() && until.compareTo(every) < 0;
        if (publishing.flows().getAsBoolean() && !(usedUp && until.compareTo(PUBLISHED_AGAIN) <= 0))
            plan(PUBLISHED_AGAIN, usedUp);
        else if (usedUp) plan(until.compareTo(SHORTEST_WAIT) > 0 ? until : SHORTEST_WAIT, true);
    }

    private void plan(Duration wait, boolean forPermit) {
        if (!waits.compareAndSet(false, true)) return;
        try {
            timer.schedule(() -> planned(forPermit), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            trouble.accept(ended);
        }
    }

    private void planned(boolean forPermit) {
        waits.set(false);
        if (forPermit && untilPermit.get().isZero()) tick();
        else begin(publishing.publish());
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
