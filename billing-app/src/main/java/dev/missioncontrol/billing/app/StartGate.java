package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.StoreAccess.Waiting;
import dev.missioncontrol.billing.http.ReadyCheck;
import dev.missioncontrol.billing.store.BillingStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everybody from a store whose database was away at the start, until it has passed the check of a start: it may come back with a
 * schema that this version misunderstands, or without the second lock that was asked for.
 */
final class StartGate {
    /** How soon after the database's return it is looked at: a few statements, and work begins within seconds. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(StartGate.class);

    private final Supplier<Optional<Waiting>> check;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Waiting> waiting;
    private volatile Optional<RuntimeException> refusal = Optional.empty();

    /**
     * @param first what is waited for from the beginning; absent where the store can be used
     * @param check says the same again; throws where this version can't work on that database as it is
     */
    StartGate(Optional<Waiting> first, Supplier<Optional<Waiting>> check) {
        waiting = first;
        this.check = check;
    }

    /** What is waited for; absent once the store can be used. */
    Optional<Waiting> waiting() {
        return waiting;
    }

    /** The same store, which nobody reaches before that. */
    BillingStore guard(BillingStore store) {
        return new GuardedStore(store, this::waiting);
    }

    /**
     * Runs what is to begin once the store can be used: at once where it can.
     *
     * @param timer where it is looked again and again until then
     */
    void whenOpen(ScheduledExecutorService timer, Runnable begin) {
        if (waiting.isEmpty()) begin.run();
        else lookLater(timer, begin);
    }

    private void lookLater(ScheduledExecutorService timer, Runnable begin) {
        try {
            timer.schedule(() -> look(timer, begin), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.info("Waits no more: it is stopped");
        }
    }

    private void look(ScheduledExecutorService timer, Runnable begin) {
        try {
            Optional<Waiting> now = check.get();
            if (now.isPresent() && !now.equals(waiting))
                // As a probe has it logged: whoever looks for these words finds them where nobody probes.
                LOG.warn("Not ready, and no work has begun: {}", now.get().why());
            waiting = now;
            if (now.isPresent()) {
                lookLater(timer, begin);
                return;
            }
            LOG.info("The database is back, and what this version needs: work begins");
            begin.run();
        } catch (RuntimeException e) {
            refuse(e);
        } catch (Error e) {
            // The timer would keep it to itself.
            refuse(new IllegalStateException("a look at the database was ended by " + e, e));
        }
    }

    private void refuse(RuntimeException why) {
        LOG.error("The database is back, and this can't work on it: {}", why.getMessage());
        waiting = Optional.of(new Waiting(ReadyCheck.WaitsFor.SCHEMA, String.valueOf(why.getMessage())));
        refusal = Optional.of(why);
        ended.countDown();
    }

    /** Returns once it is found that this can't work on that database as it is, and why; never where it can. */
    RuntimeException awaitRefusal() throws InterruptedException {
        ended.await();
        return refusal.orElseThrow();
    }
}
