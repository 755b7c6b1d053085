package dev.missioncontrol.billing.app.command;

import java.util.concurrent.CountDownLatch;

/** Keeps a server running until the process is told to end. */
final class Running {
    private Running() {}

    /**
     * Never returns. A process ended by SIGTERM answers 143 unless its hook says otherwise; a stop that lost nothing is a
     * success.
     */
    static void untilStopped(AutoCloseable server) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "billing-stop"));
        new CountDownLatch(1).await();
    }

    private static void stop(AutoCloseable server) {
        int code = 0;
        try {
            server.close();
        } catch (Exception e) {
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }
}
