package dev.missioncontrol.billing.http.front;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private final Undelivered undelivered;
    private final Callback over;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean sent;
    private boolean taken;
    private boolean handled;

    /** @param over called once the request is handled and its answer taken */
    Delivery(Request request, Response response, Undelivered undelivered, Callback over) {
        super(request, response);
        this.undelivered = undelivered;
        this.over = over;
    }

    /** What the handler calls when it is done: the request is not over before its answer is taken. */
    Callback handled() {
        return Callback.from(this::wasHandled, over::failed);
    }

    @Override
    public synchronized boolean isCommitted() {
        return sent || body.size() > 0 || super.isCommitted();
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
        body.write(copy, 0, copy.length);
        return true;
    }

    private void end() {
        byte[] whole;
        synchronized (this) {
            if (sent) return;
            sent = true;
            whole = body.toByteArray();
            body = new ByteArrayOutputStream(0);
        }
        Undelivered.Held held = undelivered.hold(getRequest(), whole.length);
        super.write(
                true, ByteBuffer.wrap(whole), Callback.from(() -> wasTaken(held), failure -> failed(held, failure)));
    }

    private void wasTaken(Undelivered.Held held) {
        undelivered.release(held);
        synchronized (this) {
            taken = true;
            if (!handled) return;
        }
        over.succeeded();
    }

    private void failed(Undelivered.Held held, Throwable cause) {
        undelivered.release(held);
        over.failed(cause);
    }

    private void wasHandled() {
        synchronized (this) {
            handled = true;
            if (sent && !taken) return;
        }
        over.succeeded();
    }
}
