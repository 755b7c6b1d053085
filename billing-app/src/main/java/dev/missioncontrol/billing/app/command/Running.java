package dev.missioncontrol.billing.app.command;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a server running until the process is told to end. */
final class Running {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private Running() {}

    /** What ends a server by itself. */
    @FunctionalInterface
    interface Refusal {
        /** Returns once it can't go on, and why. */
        RuntimeException await() throws InterruptedException;
    }

    /**
     * Never returns. A process ended by SIGTERM answers 143 unless its hook says otherwise; a stop that lost nothing is a
     * success.
     */
    static void untilStopped(AutoCloseable server) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(hook(server));
        new CountDownLatch(1).await();
    }

    /** The same for one that may find that it can't go on: it is stopped, and what {@code refusal} says is thrown. */
    static void untilStopped(AutoCloseable server, Refusal refusal) throws InterruptedException {
        Thread hook = hook(server);
        Runtime.getRuntime().addShutdownHook(hook);
        RuntimeException why = refusal.await();
        // It would end the process with 0.
        Runtime.getRuntime().removeShutdownHook(hook);
        try {
            server.close();
        } catch (Exception e) {
            why.addSuppressed(e);
        }
        throw why;
    }

    private static Thread hook(AutoCloseable server) {
        return new Thread(() -> stop(server), "billing-stop");
    }

    private static void stop(AutoCloseable server) {
        int code = 0;
        try {
            server.close();
        } catch (Throwable e) {
            // An error too: it would end this thread, and the process as if nothing had been lost.
            code = ExitCodes.FAILED;
            LOG.error("The stop failed: what was under way may be cut off, and leases are not given back", e);
        }
        Runtime.getRuntime().halt(code);
    }
}
