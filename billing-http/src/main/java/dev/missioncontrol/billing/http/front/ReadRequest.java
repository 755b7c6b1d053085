package dev.missioncontrol.billing.http.front;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request whose body is here already: whoever reads it never waits for the client, and need not copy it. */
final class ReadRequest extends RoutedRequests.Routed {
    private static final byte[] NOTHING = {};

    private byte[] body;
    private boolean taken;

    ReadRequest(Request request, byte[] body) {
        super(request);
        this.body = body;
    }

    @Override
    public synchronized @Nullable Object getAttribute(String name) {
        return name.equals(Wire.BODY) ? body : super.getAttribute(name);
    }

    /** Who has taken the body lets it go so, for as long as the answer is waited for. */
    @Override
    public synchronized @Nullable Object removeAttribute(String name) {
        if (!name.equals(Wire.BODY)) return super.removeAttribute(name);
        byte[] had = body;
        body = NOTHING;
        return had;
    }

    /** The body is not kept beyond the route, for as long as a client may take its answer. */
    Callback over(Callback handled) {
        return Callback.from(
                () -> {
                    removeAttribute(Wire.BODY);
                    handled.succeeded();
                },
                cause -> {
                    removeAttribute(Wire.BODY);
                    handled.failed(cause);
                });
    }

    @Override
    public synchronized Content.Chunk read() {
        if (taken || body.length == 0) return Content.Chunk.EOF;
        taken = true;
        return Content.Chunk.from(ByteBuffer.wrap(body), true);
    }

    @Override
    public void demand(Runnable demandCallback) {
        demandCallback.run();
    }

    @Override
    public boolean consumeAvailable() {
        return true;
    }

    @Override
    public synchronized long getLength() {
        return body.length;
    }
}
