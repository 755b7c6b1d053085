package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.usecase.RefreshSubscriptions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for calls to the provider beside the one that due work itself waits for; an idle server has none of them. */
final class CallThreads {
    private static final int MOST = RefreshSubscriptions.MOST_CLAIMED - 1;

    /** How long one waits for the next call: a backlog keeps it. */
    private static final Duration IDLES = Duration.ofSeconds(5);

    private CallThreads() {}

    /** Refuses what none is free for: then due work makes the call itself. */
    static ExecutorService start() {
        return new ThreadPoolExecutor(
                0,
                MOST,
                IDLES.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                work -> new Thread(work, "provider"));
    }
}
