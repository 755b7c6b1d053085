package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.http.ReadyCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether requests should be sent here: the database answers in time, it has passed the check of a start, and the
 * server is not about to stop. The payment provider being away changes nothing: status and webhooks do without it.
 */
final class Readiness implements ReadyCheck, AutoCloseable {
    /** How long the database may take: a balancer's probe has little more patience. */
    static final Duration LONGEST = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final Supplier<Optional<StoreAccess.Waiting>> start;
    private final Runnable database;
    private final Duration longest;
    private final ExecutorService asking;
    private Future<Optional<WaitsFor>> question = CompletableFuture.completedFuture(Optional.empty());
    private volatile Optional<WaitsFor> waitsFor = Optional.empty();
    private volatile boolean begun;
    private volatile boolean draining;

    /**
     * @param start what is waited for before any work begins; never again once it was nothing. A node that runs stays ready while the
     *     next version migrates under it, since migrations keep what the version before reads
     * @param database throws where the database can't be used
     */
    Readiness(Supplier<Optional<StoreAccess.Waiting>> start, Runnable database) {
        this(start, database, asking());
    }

    /** @param asking where the database is asked, while whoever wants to know waits for what it hands out; stopped with this */
    Readiness(Supplier<Optional<StoreAccess.Waiting>> start, Runnable database, ExecutorService asking) {
        this(start, database, LONGEST, asking);
    }

    /** @param longest how long the database may take */
    Readiness(Supplier<Optional<StoreAccess.Waiting>> start, Runnable database, Duration longest) {
        this(start, database, longest, asking());
    }

    private Readiness(
            Supplier<Optional<StoreAccess.Waiting>> start,
            Runnable database,
            Duration longest,
            ExecutorService asking) {
        this.start = start;
        this.database = database;
        this.longest = longest;
        this.asking = asking;
    }

    private static ExecutorService asking() {
        return Executors.newSingleThreadExecutor(Readiness::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "billing-ready");
        thread.setDaemon(true);
        return thread;
    }

    /** From now on requests should go elsewhere. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    @Override
    public boolean getAsBoolean() {
        if (draining) return false;
        Optional<WaitsFor> now = asked();
        waitsFor = now;
        return now.isEmpty();
    }

    @Override
    public Optional<WaitsFor> waitsFor() {
        return draining ? Optional.empty() : waitsFor;
    }

    private Optional<WaitsFor> asked() {
        try {
            return question().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not ready: the database took longer than {} ms", longest.toMillis());
        } catch (ExecutionException e) {
            LOG.warn("Not ready: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(WaitsFor.DATABASE);
    }

    /** Probes that come while one is being answered share its answer: a database that hangs holds one thread, not many. */
    private synchronized Future<Optional<WaitsFor>> question() {
        if (question.isDone()) question = asking.submit(this::ask);
        return question;
    }

    private Optional<WaitsFor> ask() {
        if (!begun) {
            Optional<StoreAccess.Waiting> first = start.get();
            if (first.isPresent()) {
                LOG.warn("Not ready, and no work has begun: {}", first.get().why());
                return Optional.of(first.get().what());
            }
            begun = true;
        }
        database.run();
        return Optional.empty();
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
