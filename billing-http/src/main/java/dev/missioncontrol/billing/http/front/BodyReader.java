package dev.missioncontrol.billing.http.front;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as it comes, holding no thread while it waits, up to a size and within a time from the first byte to the
 * last: a client that drips holds a socket, and that not for long. All that is waited for together is bounded as well.
 */
final class BodyReader implements Runnable {
    /** Bytes read and thrown away beyond the limit, so that the client hears why instead of a reset connection. */
    static final int MOST_DISCARDED = 1024 * 1024;

    private static final byte[] NOTHING = {};

    private final Request request;
    private final int largest;
    private final Outcome outcome;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Outstanding unsent;

    /** Set where something is waited for: what is here already, as nearly always, needs no clock. */
    private volatile Outstanding.@Nullable Held held;

    /** What came of it so far, with room for more where it came in pieces: nearly always it is here at once, and copied no more. */
    private byte[] kept = NOTHING;

    private long length;

    /** What came of it; exactly one of these is called, once. */
    interface Outcome {
        /** All of it is here. */
        void whole(byte[] body);

        /** It is larger than allowed. */
        void tooLarge();

        /** It was not whole in time, or others needed the room. */
        void late();

        /** It is not valid, or the client is gone. */
        void broken(Throwable cause);
    }

    BodyReader(Request request, int largest, Outstanding unsent, Outcome outcome) {
        this.request = request;
        this.largest = largest;
        this.outcome = outcome;
        this.unsent = unsent;
    }

    /** Reads what is there, and comes back when there is more. */
    @Override
    public void run() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                hold();
                if (!over.get()) request.demand(this);
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

    /** Who is let go meanwhile has been answered, and finds that it is over. */
    private void hold() {
        if (held != null) return;
        held = unsent.hold(request.getComponents().getScheduler(), this::late, kept.length);
        if (over.get()) release();
    }

    private void keep(ByteBuffer bytes) {
        int more = bytes.remaining();
        length += more;
        if (length > largest || more == 0) return;
        int before = (int) length - more;
        if (length > kept.length) {
            // Twice as much each time where it drips; exactly as much where it is here at once.
            int room = before == 0 ? more : (int) Math.min(largest, Math.max(length, 2L * kept.length));
            Outstanding.Held waiting = held;
            if (waiting != null) unsent.grow(waiting, room - kept.length);
            kept = Arrays.copyOf(kept, room);
        }
        bytes.get(kept, before, more);
    }

    private void finish() {
        if (!end()) return;
        if (length > largest) outcome.tooLarge();
        else outcome.whole(length == kept.length ? kept : Arrays.copyOf(kept, (int) length));
    }

    private void late() {
        if (end()) outcome.late();
    }

    private boolean end() {
        release();
        return over.compareAndSet(false, true);
    }

    private void release() {
        Outstanding.Held waiting = held;
        if (waiting != null) unsent.release(waiting);
    }
}
