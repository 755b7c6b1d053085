package dev.missioncontrol.billing.http.front;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as it comes, holding no thread while it waits, up to a size and within a time from the first byte to the
 * last: a client that drips holds a socket, and that not for long.
 */
final class BodyReader implements Runnable {
    /** Bytes read and thrown away beyond the limit, so that the client hears why instead of a reset connection. */
    static final int MOST_DISCARDED = 1024 * 1024;

    private static final byte[] NOTHING = {};

    private final Request request;
    private final int largest;
    private final Outcome outcome;
    private final ByteArrayOutputStream more = new ByteArrayOutputStream(0);
    private final AtomicBoolean over = new AtomicBoolean();
    private final Scheduler scheduler;
    private final Duration limit;

    /** Set where something is waited for: what is here already, as nearly always, needs none. */
    private volatile Scheduler.@Nullable Task deadline;

    /** What was here at first: nearly always all of it, which is then copied no more. */
    private byte[] first = NOTHING;

    private long length;

    /** What came of it; exactly one of these is called, once. */
    interface Outcome {
        /** All of it is here. */
        void whole(byte[] body);

        /** It is larger than allowed. */
        void tooLarge();

        /** It was not whole in time. */
        void late();

        /** It is not valid, or the client is gone. */
        void broken(Throwable cause);
    }

    BodyReader(Request request, int largest, Duration limit, Outcome outcome) {
        this.request = request;
        this.largest = largest;
        this.outcome = outcome;
        this.scheduler = request.getComponents().getScheduler();
        this.limit = limit;
    }

    /** Reads what is there, and comes back when there is more. */
    @Override
    public void run() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                if (deadline == null)
                    deadline = scheduler.schedule(this::late, limit.toMillis(), TimeUnit.MILLISECONDS);
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (end()) outcome.broken(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            keep(chunk.getByteBuffer());
            chunk.release();
            if (last || length > largest + (long) MOST_DISCARDED) {
                finish();
                return;
            }
        }
    }

    private void keep(ByteBuffer bytes) {
        length += bytes.remaining();
        if (length > largest || !bytes.hasRemaining()) return;
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (first.length == 0) {
            first = copy;
            return;
        }
        if (more.size() == 0) more.writeBytes(first);
        more.writeBytes(copy);
    }

    private void finish() {
        if (!end()) return;
        if (length > largest) outcome.tooLarge();
        else outcome.whole(more.size() == 0 ? first : more.toByteArray());
    }

    private void late() {
        if (end()) outcome.late();
    }

    private boolean end() {
        Scheduler.Task running = deadline;
        if (running != null) running.cancel();
        return over.compareAndSet(false, true);
    }
}
