package dev.missioncontrol.billing;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands work to a host's executor, and none while some waits there: one that is busy for an hour would do it a thousand times afterwards,
 * with nothing due, before it came to anything else.
 */
final class Handover {
    /**
     * How long work may wait until it is handed over once more: an executor that drops what it has no room for tells nobody, and nothing
     * would be done any more. One that is merely busy then holds one a minute, of which the first to run does it.
     */
    static final Duration LOST_AFTER = Duration.ofMinutes(1);

    private final Executor executor;
    private final Runnable work;
    private final long patience;
    private final AtomicBoolean waits = new AtomicBoolean();
    private final AtomicLong offeredMeanwhile = new AtomicLong();

    /** @param every how soon after one another it is offered; no clock is asked how long work waited */
    Handover(Executor executor, Runnable work, Duration every) {
        this.executor = executor;
        this.work = work;
        patience = LOST_AFTER.dividedBy(every);
    }

    /** Hands it over, unless it waits there already. What the executor throws is thrown, and the next offer is as good as this one. */
    void offer() {
        boolean first = waits.compareAndSet(false, true);
        if (!first && offeredMeanwhile.incrementAndGet() < patience) return;
        offeredMeanwhile.set(0);
        try {
            executor.execute(this::run);
        } catch (RuntimeException | Error e) {
            // What was taken before still waits there.
            if (first) waits.set(false);
            throw e;
        }
    }

    private void run() {
        if (waits.getAndSet(false)) work.run();
    }
}
