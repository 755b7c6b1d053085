package dev.missioncontrol.billing.http.front;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose next head is not whole in time. An idle timeout can't: each byte of a client that drips begins
 * it anew.
 */
final class HeadDeadline implements Connection.Listener {
    private final Map<Connection, Turn> turns = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final Duration limit;

    HeadDeadline(Scheduler scheduler, Duration limit) {
        this.scheduler = scheduler;
        this.limit = limit;
    }

    @Override
    public void onOpened(Connection connection) {
        Turn turn = new Turn(connection);
        turns.put(connection, turn);
        turn.look();
    }

    @Override
    public void onClosed(Connection connection) {
        Turn turn = turns.remove(connection);
        if (turn != null) turn.end();
    }

    /** A head is whole: its request is under way until it is completed, and after it the next head is waited for. */
    void begun(Request request) {
        Turn turn = turns.get(request.getConnectionMetaData().getConnection());
        if (turn == null) return;
        turn.begun();
        Request.addCompletionListener(request, failure -> turn.done());
    }

    /**
     * One connection. Its timer is never set anew by a request, which would cost each of them more than its head does: it
     * looks whether the time is over, and again when it could be.
     */
    private final class Turn {
        private final Connection connection;

        /** Requests under way; the next may begin just before the last is said to be done. */
        private int underWay;

        private long waitingSinceNanos = System.nanoTime();
        private boolean ended;

        private Scheduler.@org.jspecify.annotations.Nullable Task timer;

        Turn(Connection connection) {
            this.connection = connection;
        }

        synchronized void begun() {
            underWay++;
        }

        synchronized void done() {
            underWay--;
            if (underWay == 0) waitingSinceNanos = System.nanoTime();
        }

        synchronized void end() {
            ended = true;
            if (timer != null) timer.cancel();
        }

        private void look() {
            synchronized (this) {
                if (ended) return;
                long waited = underWay > 0 ? 0 : System.nanoTime() - waitingSinceNanos;
                long left = limit.toNanos() - waited;
                if (left > 0) {
                    timer = scheduler.schedule(this::look, left, TimeUnit.NANOSECONDS);
                    return;
                }
            }
            connection.getEndPoint().close();
        }
    }
}
