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
    /** Bytes up to which one is small: what a usual client sends or takes. Of those there have to be many to be too much. */
    static final int SMALL_BYTES = 16 * 1024;

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
        List<Held> slowest;
        synchronized (this) {
            if (!all.contains(held)) return;
            held.length += more;
            bytes += more;
            slowest = bytes > most ? slowest(bytes - most) : List.of();
        }
        slowest.forEach(one -> one.letGo.run());
    }

    /**
     * Those who have kept us waiting longest, together of so many bytes, of the large ones or of the small ones first: of which there is
     * more, so that neither is pushed out by the other. Who holds nothing is left alone.
     */
    private List<Held> slowest(long over) {
        long large = all.stream()
                .mapToLong(one -> one.length)
                .filter(length -> length > SMALL_BYTES)
                .sum();
        boolean smallFirst = 2 * large < bytes;
        List<Held> chosen = new ArrayList<>();
        long left = over;
        for (boolean small : new boolean[] {smallFirst, !smallFirst}) {
            int others = all.size();
            for (Held one : all) {
                if (left <= 0 || --others == 0) break;
                if (one.length == 0 || one.length <= SMALL_BYTES != small) continue;
                left -= one.length;
                chosen.add(one);
            }
        }
        return chosen;
    }

    /** It is whole or taken, or its connection is gone. */
    void release(Held held) {
        held.deadline.cancel();
        synchronized (this) {
            if (all.remove(held)) bytes -= held.length;
        }
    }
}
