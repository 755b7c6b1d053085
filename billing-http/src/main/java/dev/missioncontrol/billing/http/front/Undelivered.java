package dev.missioncontrol.billing.http.front;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The answers that clients have not taken yet: each for a while, and all of them together no more than so many bytes. Where
 * they are more, who has taken longest is let go first: a client that reads is never the one. Safe for many threads.
 */
final class Undelivered {
    /** Most bytes of all together: some hundred of our largest document, and far from what a small heap has. */
    static final long MOST_BYTES = 32L * 1024 * 1024;

    private final Duration limit;
    private final long most;
    private final Set<Held> all = new LinkedHashSet<>();
    private long bytes;

    /**
     * @param limit how long a client may take from the first byte that is offered to the last
     * @param most bytes of all together
     */
    Undelivered(Duration limit, long most) {
        this.limit = limit;
        this.most = most;
    }

    /** One answer; each is only equal to itself. */
    static final class Held {
        private final Runnable letGo;
        private final int length;
        private final Scheduler.Task deadline;

        Held(Runnable letGo, int length, Scheduler.Task deadline) {
            this.letGo = letGo;
            this.length = length;
            this.deadline = deadline;
        }
    }

    Held hold(Request request, int length) {
        Runnable close = () ->
                request.getConnectionMetaData().getConnection().getEndPoint().close();
        return hold(request.getComponents().getScheduler(), close, length);
    }

    Held hold(Scheduler scheduler, Runnable letGo, int length) {
        Held held = new Held(letGo, length, scheduler.schedule(letGo, limit.toMillis(), TimeUnit.MILLISECONDS));
        List<Held> slowest = new ArrayList<>();
        synchronized (this) {
            all.add(held);
            bytes += length;
            long over = bytes - most;
            for (Held one : all) {
                if (over <= 0 || one == held) break;
                over -= one.length;
                slowest.add(one);
            }
        }
        slowest.forEach(one -> one.letGo.run());
        return held;
    }

    /** It was taken, or its connection is gone. */
    void release(Held held) {
        held.deadline.cancel();
        synchronized (this) {
            if (all.remove(held)) bytes -= held.length;
        }
    }
}
