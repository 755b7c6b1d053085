package dev.missioncontrol.billing.http.front;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose next head is not whole in time. An idle timeout can't: each byte of a client that drips begins
 * it anew. A server that stops has those closed soon that are only kept open.
 */
final class HeadDeadline implements Connection.Listener {
    /**
     * How long a connection may say nothing once the server stops, after an answer or the stop, whichever is later: what a client has sent meanwhile is here by then, and
     * a stop does not wait longer for what will not come.
     */
    static final Duration KEPT_OPEN_AT_A_STOP = Duration.ofMillis(50);

    private final Map<Connection, Turn> turns = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final Duration limit;
    private volatile boolean stopping;

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

    /** The server stops: a connection that is only kept open for a next request is closed soon. */
    void stopping() {
        stopping = true;
        turns.values().forEach(Turn::hurry);
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

        /** Whether a request was answered: before the first one a client is about to send it. */
        private boolean answered;

        private boolean hurried;
        private boolean ended;

        private Scheduler.@org.jspecify.annotations.Nullable Task timer;

        Turn(Connection connection) {
            this.connection = connection;
        }

        void begun() {
            synchronized (this) {
                underWay++;
                if (!hurried) return;
            }
            takeTime();
        }

        void done() {
            synchronized (this) {
                underWay--;
                answered = true;
                if (underWay == 0) waitingSinceNanos = System.nanoTime();
            }
            if (stopping) hurry();
        }

        /** A request that begins meanwhile has its time, whichever of the two comes last. */
        void hurry() {
            synchronized (this) {
                if (underWay > 0 || !answered) return;
                hurried = true;
            }
            // From now on: what it has been idle for already would close it at once, with a request on its way.
            if (connection.getEndPoint() instanceof IdleTimeout idle) idle.notIdle();
            connection.getEndPoint().setIdleTimeout(KEPT_OPEN_AT_A_STOP.toMillis());
            synchronized (this) {
                if (underWay == 0) return;
            }
            takeTime();
        }

        private void takeTime() {
            connection.getEndPoint().setIdleTimeout(limit.toMillis());
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
