package dev.missioncontrol.billing.http.front;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.SerializedInvoker;
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

    /** Set with it: from then on others may end it, and only one at a time may touch the request. */
    private volatile @Nullable SerializedInvoker turns;

    /** What came of it so far, with room for more where it came in pieces: nearly always it is here at once, and copied no more. */
    private byte[] kept = NOTHING;

    private long length;

    /** What came of it; exactly one of these is called, once, and {@link #broken} after it where that threw. */
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
        SerializedInvoker waited = turns;
        if (waited == null) read();
        else waited.run(this::read);
    }

    private void read() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                await();
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

    private void await() {
        SerializedInvoker waited = turns;
        if (waited != null) {
            request.demand(this);
            return;
        }
        SerializedInvoker first = new Turns();
        turns = first;
        first.run(() -> {
            held = unsent.hold(request.getComponents().getScheduler(), this::late, kept.length);
            // Who was let go before that is known has released nothing.
            if (over.get()) release();
            else request.demand(this);
        });
    }

    private void keep(ByteBuffer bytes) {
        int more = bytes.remaining();
        length += more;
        if (length > largest || more == 0 || request.getLength() > largest) return;
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
        byte[] body = kept;
        kept = NOTHING;
        if (length > largest) outcome.tooLarge();
        else outcome.whole(length == body.length ? body : Arrays.copyOf(body, (int) length));
    }

    /** Run by whoever needs the room, or by the clock: the request is theirs once nobody reads it. */
    private void late() {
        SerializedInvoker waited = turns;
        if (waited == null || !end()) return;
        waited.run(() -> {
            kept = NOTHING;
            outcome.late();
        });
    }

    /** What throws inside of a turn would only be logged, and the client never answered. */
    private final class Turns extends SerializedInvoker {
        @Override
        protected void onError(Runnable turn, Throwable thrown) {
            super.onError(turn, thrown);
            end();
            outcome.broken(new IllegalStateException(thrown));
        }
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
