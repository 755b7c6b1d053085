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
        turn.await();
    }

    @Override
    public void onClosed(Connection connection) {
        Turn turn = turns.remove(connection);
        if (turn != null) turn.begun();
    }

    /** A head is whole: its request is under way until it is completed, and after it the next head is waited for. */
    void begun(Request request) {
        Turn turn = turns.get(request.getConnectionMetaData().getConnection());
        if (turn == null) return;
        turn.begun();
        Request.addCompletionListener(request, failure -> turn.done());
    }

    /** One connection. */
    private final class Turn {
        private final Connection connection;

        /** Requests under way; the next may begin just before the last is said to be done. */
        private int underWay;

        private Scheduler.@org.jspecify.annotations.Nullable Task timer;

        Turn(Connection connection) {
            this.connection = connection;
        }

        synchronized void await() {
            timer = scheduler.schedule(this::late, limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        synchronized void begun() {
            underWay++;
            if (timer != null) timer.cancel();
            timer = null;
        }

        synchronized void done() {
            underWay--;
            if (underWay == 0 && connection.getEndPoint().isOpen()) await();
        }

        private void late() {
            synchronized (this) {
                if (underWay > 0) return;
            }
            connection.getEndPoint().close();
        }
    }
}
