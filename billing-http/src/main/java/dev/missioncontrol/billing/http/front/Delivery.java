package dev.missioncontrol.billing.http.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an answer until it is whole, then hands it over in one piece: whoever answers never waits for the client to take it,
 * and a client that takes it in drips holds a socket, and that not for long. Our answers are pages and documents of some
 * kilobytes; nothing streams.
 */
final class Delivery extends Response.Wrapper {
    private static final byte[] NOTHING = {};

    private final Outstanding untaken;
    private final Callback over;
    private byte[] body = NOTHING;
    private Outstanding.@Nullable Held held;
    private boolean sent;
    private boolean taken;
    private boolean broken;
    private boolean handled;

    /** @param over called once the request is handled and its answer taken */
    Delivery(Request request, Response response, Outstanding untaken, Callback over) {
        super(request, response);
        this.untaken = untaken;
        this.over = over;
    }

    /** What the handler calls when it is done: the request is not over before its answer is taken. */
    Callback handled() {
        return Callback.from(this::wasHandled, over::failed);
    }

    @Override
    public synchronized boolean isCommitted() {
        return sent || body.length > 0 || super.isCommitted();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        if (content != null && content.hasRemaining() && !keep(content)) {
            callback.failed(new IOException("the answer has ended"));
            return;
        }
        if (last) end();
        callback.succeeded();
    }

    private synchronized boolean keep(ByteBuffer content) {
        if (sent) return false;
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        body = body.length == 0 ? copy : joined(body, copy);
        return true;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void end() {
        byte[] whole;
        synchronized (this) {
            if (sent) return;
            sent = true;
            whole = body;
            body = NOTHING;
        }
        super.write(true, ByteBuffer.wrap(whole), Callback.from(this::wasTaken, this::failed));
        if (!over()) hold(whole.length);
    }

    /** Nearly always the system takes an answer at once; only one that is waited for is held, with a clock of its own. */
    private void hold(int length) {
        Outstanding.Held waiting = untaken.hold(
                getRequest().getComponents().getScheduler(),
                () -> getRequest()
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close(),
                length);
        synchronized (this) {
            if (!taken && !broken) {
                held = waiting;
                return;
            }
        }
        untaken.release(waiting);
    }

    private synchronized boolean over() {
        return taken || broken;
    }

    private void wasTaken() {
        boolean done;
        synchronized (this) {
            taken = true;
            done = handled;
        }
        release();
        if (done) over.succeeded();
    }

    private void failed(Throwable cause) {
        synchronized (this) {
            broken = true;
        }
        release();
        over.failed(cause);
    }

    private void release() {
        Outstanding.Held waiting;
        synchronized (this) {
            waiting = held;
        }
        if (waiting != null) untaken.release(waiting);
    }

    private void wasHandled() {
        synchronized (this) {
            handled = true;
            if (sent && !taken) return;
        }
        over.succeeded();
    }
}
