package dev.missioncontrol.billing.http;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Threads of a listener. Jetty's own queue for them asks the platform's MBean server for the width of a cache line, which has two hundred
 * classes of management and of the flight recorder loaded; the JDK's queue needs none.
 */
final class RequestThreads {
    /** How long one that has nothing to do stays. */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private RequestThreads() {}

    static QueuedThreadPool pool(String name, int most, int fewest) {
        QueuedThreadPool threads =
                new QueuedThreadPool(most, fewest, (int) LONGEST_IDLE.toMillis(), new LinkedBlockingQueue<>());
        threads.setName(name);
        return threads;
    }
}
