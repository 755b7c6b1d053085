package dev.missioncontrol.billing.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether requests should be sent here: the database answers in time, its schema is the one this version needs, and the
 * server is not about to stop. The payment provider being away changes nothing: status and webhooks do without it.
 */
final class Readiness implements BooleanSupplier, AutoCloseable {
    /** How long the database may take: a balancer's probe has little more patience. */
    static final Duration LONGEST = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final BooleanSupplier schema;
    private final Runnable database;
    private final Duration longest;
    private final ExecutorService asking;
    private Future<Boolean> question = CompletableFuture.completedFuture(false);
    private volatile boolean schemaFits;
    private volatile boolean draining;

    /**
     * @param schema whether the schema is the one needed: asked until it was once. A node that runs stays ready while the next
     *     version migrates under it, since migrations keep what the version before reads
     * @param database throws where the database can't be used
     */
    Readiness(BooleanSupplier schema, Runnable database) {
        this(schema, database, asking());
    }

    /** @param asking where the database is asked, while whoever wants to know waits for what it hands out; stopped with this */
    Readiness(BooleanSupplier schema, Runnable database, ExecutorService asking) {
        this(schema, database, LONGEST, asking);
    }

    /** @param longest how long the database may take */
    Readiness(BooleanSupplier schema, Runnable database, Duration longest) {
        this(schema, database, longest, asking());
    }

    private Readiness(BooleanSupplier schema, Runnable database, Duration longest, ExecutorService asking) {
        this.schema = schema;
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
        try {
            return question().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not ready: the database took longer than {} ms", longest.toMillis());
        } catch (ExecutionException e) {
            LOG.warn("Not ready: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Probes that come while one is being answered share its answer: a database that hangs holds one thread, not many. */
    private synchronized Future<Boolean> question() {
        if (question.isDone()) question = asking.submit(this::ask);
        return question;
    }

    private boolean ask() {
        if (!schemaFits) schemaFits = schema.getAsBoolean();
        if (!schemaFits) {
            LOG.warn("Not ready: the schema is not the one that this version needs");
            return false;
        }
        database.run();
        return true;
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
