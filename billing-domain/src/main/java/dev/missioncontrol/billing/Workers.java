package dev.missioncontrol.billing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs what is due from time to time, on the host's timer and executor; never two runs at once. Between two of them, and beside one that
 * takes its time, events become readable that nobody has to be told of.
 */
public final class Workers implements AutoCloseable {
    /** Shortest wait for a permit: those of a fast rate come back one by one, and a run for each would cost more than it does. */
    static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

    /**
     * How soon after events that became readable more are made so, while they come in all the time: what a second brings takes a
     * processor long enough for requests to wait for it, a tenth of it does not.
     */
    static final Duration PUBLISHED_AGAIN = Duration.ofMillis(100);

    private static final int PARTS = 2;

    private final ScheduledExecutorService timer;
    private final Duration every;
    private final Consumer<BooleanSupplier> work;
    private final Supplier<Duration> untilPermit;
    private final Consumer<RuntimeException> trouble;
    private final Handover runs;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean waits = new AtomicBoolean();
    private final Publishing publishing;
    private final Handover publications;
    private final AtomicBoolean publishes = new AtomicBoolean();
    private final AtomicBoolean toldOfBeside = new AtomicBoolean();

    /** One for a run, one for what is made readable beside it: who has both knows that neither is under way. */
    private final Semaphore parts = new Semaphore(PARTS);

    private final List<ScheduledFuture<?>> ticks;
    private volatile boolean closed;

    /** How many this thread has, so that code which closes the workers from within a run, or where it is told of trouble, does not wait for itself. */
    private final ThreadLocal<Integer> own = ThreadLocal.withInitial(() -> 0);

    /**
     * What is made readable between two runs.
     *
     * @param flows whether events were found a moment ago, so that there may soon be more
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
            Executor beside,
            Consumer<RuntimeException> trouble) {
        this.timer = timer;
        this.every = every;
        this.work = work;
        this.untilPermit = untilPermit;
        this.trouble = trouble;
        this.publishing = publishing;
        runs = new Handover(executor, this::runOnce, every);
        publications = new Handover(beside, () -> alone(publishes, publishing.publish()), PUBLISHED_AGAIN);
        ticks = List.of(again(this::tickToPublish, PUBLISHED_AGAIN), again(this::tick, every));
    }

    private ScheduledFuture<?> again(Runnable tick, Duration every) {
        long millis = every.toMillis();
        return timer.scheduleWithFixedDelay(tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Whatever the executor throws: a timer would run no other tick, and nobody would hear of it. */
    private void tick() {
        if (closed || running.get()) return;
        try {
            runs.offer();
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    /** Who is busy leaves it to the next run; what else is thrown is told once, and not ten times a second. */
    private void tickToPublish() {
        if (closed || publishes.get() || !publishing.flows().getAsBoolean()) return;
        try {
            publications.offer();
            toldOfBeside.set(false);
        } catch (RejectedExecutionException busy) {
            return;
        } catch (RuntimeException | Error e) {
            if (!toldOfBeside.getAndSet(true)) tell(e);
        }
    }

    private void tell(Throwable refusal) {
        trouble.accept(
                refusal instanceof RuntimeException e
                        ? e
                        : new IllegalStateException("the workers' executor took nothing: " + refusal, refusal));
    }

    private void runOnce() {
        if (!alone(running, this::work)) return;
        if (!closed) planForPermit();
    }

    private void work() {
        work.accept(() -> !closed);
    }

    /** Those that somebody else has to give back. */
    private int others() {
        return PARTS - own.get();
    }

    /** Returns whether it was not under way. */
    private boolean alone(AtomicBoolean busy, Runnable part) {
        if (!parts.tryAcquire()) return false;
        if (!busy.compareAndSet(false, true)) {
            parts.release();
            return false;
        }
        own.set(own.get() + 1);
        try {
            if (!closed) part.run();
        } catch (RuntimeException e) {
            trouble.accept(e);
        } catch (Error e) {
            // An executor that keeps what became of a run would tell nobody, and a timer would run no other.
            trouble.accept(new IllegalStateException("a run of what is due was ended by " + e, e));
        } finally {
            own.set(own.get() - 1);
            busy.set(false);
            parts.release();
        }
        return true;
    }

    /** A run that used up all permits may have left work: the next begins when there is one again, not an interval later. */
    private void planForPermit() {
        Duration until = untilPermit.get();
        if (until.isZero() || until.compareTo(every) >= 0 || !waits.compareAndSet(false, true)) return;
        Duration wait = until.compareTo(SHORTEST_WAIT) > 0 ? until : SHORTEST_WAIT;
        try {
            timer.schedule(this::tickForPermit, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            trouble.accept(ended);
        }
    }

    private void tickForPermit() {
        waits.set(false);
        tick();
    }

    /** Starts no more work, and lets what is running end after the step that it is at. Does not wait for it. */
    public void stop() {
        closed = true;
        ticks.forEach(each -> each.cancel(false));
    }

    /**
     * Waits until no work is running, at most so long. What was claimed and is not finished then is another node's once its
     * lease has run out.
     *
     * @return whether none is running
     */
    public boolean awaitQuiet(Duration atMost) {
        try {
            if (!parts.tryAcquire(others(), atMost.toNanos(), TimeUnit.NANOSECONDS)) return false;
            parts.release(others());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Starts no more work and waits for what is running, however long its step takes: as long as a call to the provider. Who calls it from
     * within a run, or where it is told of trouble, does not wait: two that did would wait for one another.
     */
    @Override
    public void close() {
        stop();
        if (own.get() > 0) return;
        parts.acquireUninterruptibly(PARTS);
        parts.release(PARTS);
    }
}
