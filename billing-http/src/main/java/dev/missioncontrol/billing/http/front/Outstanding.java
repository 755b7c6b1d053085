package dev.missioncontrol.billing.http.front;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What clients have not yet sent whole, or not yet taken: each for a while, and all of it together no more than so many bytes.
 * Where it is more, who has kept us waiting longest is let go first: a client that is quick is never the one. Safe for many threads.
 */
final class Outstanding {
    private final Duration limit;
    private final long most;
    private final Set<Held> all = new LinkedHashSet<>();
    private long bytes;

    /**
     * @param limit how long a client may take from the first byte to the last
     * @param most bytes of all together
     */
    Outstanding(Duration limit, long most) {
        this.limit = limit;
        this.most = most;
    }

    /** One body or answer; each is only equal to itself. */
    static final class Held {
        private final Runnable letGo;
        private final Scheduler.Task deadline;
        private long length;

        Held(Runnable letGo, Scheduler.Task deadline) {
            this.letGo = letGo;
            this.deadline = deadline;
        }
    }

    /** @param letGo run once it has taken too long, or others need the room; maybe by their threads, and while it is released */
    Held hold(Scheduler scheduler, Runnable letGo, long length) {
        Held held = new Held(letGo, scheduler.schedule(letGo, limit.toMillis(), TimeUnit.MILLISECONDS));
        synchronized (this) {
            all.add(held);
        }
        grow(held, length);
        return held;
    }

    /** It is so many bytes more, and no younger for that. The youngest of all is kept, however large it is. */
    void grow(Held held, long more) {
        List<Held> slowest = new ArrayList<>();
        synchronized (this) {
            if (!all.contains(held)) return;
            held.length += more;
            bytes += more;
            long over = bytes - most;
            int others = all.size();
            for (Held one : all) {
                if (over <= 0 || --others == 0) break;
                over -= one.length;
                slowest.add(one);
            }
        }
        slowest.forEach(one -> one.letGo.run());
    }

    /** It is whole or taken, or its connection is gone. */
    void release(Held held) {
        held.deadline.cancel();
        synchronized (this) {
            if (all.remove(held)) bytes -= held.length;
        }
    }
}
