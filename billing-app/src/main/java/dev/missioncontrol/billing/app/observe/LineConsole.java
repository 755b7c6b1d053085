package dev.missioncontrol.billing.app.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.missioncontrol.billing.http.BillingServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The console, on which the line that each request leaves waits a moment for others: written one by one, these lines cost a busy
 * server more than its answers. All else is written at once, with whatever waits before it, so that lines stay in their order.
 * From the beginning of a shutdown on nothing waits; a process that is killed loses the lines of its last moment.
 */
class LineConsole extends ConsoleAppender<ILoggingEvent> {
    /** How long a request's line may wait: less than anybody who reads along notices. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    /** Bytes that wait at most: some hundreds of lines. */
    private static final int MOST_WAITING = 64 * 1024;

    /** Who writes a line for each request. */
    private static final String REQUESTS = BillingServer.class.getName();

    private final Duration longestWait;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Thread atShutdown = new Thread(this::neverWaitAgain, "log-flush");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "log");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean promptly;

    LineConsole() {
        this(LONGEST_WAIT);
    }

    LineConsole(Duration longestWait) {
        this.longestWait = longestWait;
        setImmediateFlush(false);
    }

    @Override
    public void start() {
        super.start();
        try {
            Runtime.getRuntime().addShutdownHook(atShutdown);
        } catch (IllegalStateException alreadyDown) {
            promptly = true;
        }
    }

    @Override
    protected OutputStream wrapTarget(OutputStream console) {
        return new BufferedOutputStream(super.wrapTarget(console), MOST_WAITING);
    }

    @Override
    protected void append(ILoggingEvent event) {
        super.append(event);
        boolean mayWait =
                event.getLevel() == Level.INFO && event.getLoggerName().equals(REQUESTS);
        if (!mayWait || promptly) flush();
        else if (waiting.compareAndSet(false, true))
            timer.schedule(this::flush, longestWait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void neverWaitAgain() {
        promptly = true;
        flush();
    }

    private void flush() {
        waiting.set(false);
        try {
            getOutputStream().flush();
        } catch (IOException e) {
            addError("the console can't be written to", e);
        }
    }

    @Override
    public void stop() {
        if (!isStarted()) return;
        neverWaitAgain();
        timer.shutdown();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException alreadyDown) {
            addInfo("stopped by a shutdown");
        }
        super.stop();
    }
}
