package dev.missioncontrol.billing.http.auth;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The bytes of an answer, read no further than a limit. */
public final class BoundedBody implements BodySubscriber<byte[]> {
    private final int largest;
    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private Flow.Subscription subscription = new None();
    private long read;

    /** @param largest in bytes; what is longer is an {@link IOException} */
    public BoundedBody(int largest) {
        this.largest = largest;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        bytes.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> some) {
        if (read > largest) return;
        for (ByteBuffer one : some) read += one.remaining();
        if (read <= largest) {
            bytes.onNext(some);
            return;
        }
        subscription.cancel();
        bytes.onError(new TooLarge(largest));
    }

    @Override
    public void onError(Throwable e) {
        bytes.onError(e);
    }

    @Override
    public void onComplete() {
        if (read <= largest) bytes.onComplete();
    }

    /** An answer that is larger than it may be. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int largest) {
            super("the answer has more than " + largest + " bytes");
        }
    }

    /** Before there is one. */
    private static final class None implements Flow.Subscription {
        @Override
        public void request(long n) {
            // nothing comes yet
        }

        @Override
        public void cancel() {
            // nothing to cancel yet
        }
    }
}
