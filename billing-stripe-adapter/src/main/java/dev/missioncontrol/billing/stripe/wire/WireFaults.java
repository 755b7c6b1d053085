package dev.missioncontrol.billing.stripe.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What is to go wrong with the next calls, in the order in which it was asked for. Safe for many threads. */
public final class WireFaults {
    /** Most faults that wait; more would be a mistake. */
    private static final int MOST_WAITING = 10_000;

    /** Every operation. */
    public static final String ANY = "";

    /** A way in which a call goes wrong. */
    public enum Kind {
        /** It is answered with a status and nothing is done. */
        ANSWER,
        /** The connection breaks before anything is done. */
        BREAK,
        /** It is done, and then the connection breaks: the caller can't know. */
        LOSE_ANSWER,
        /** It is done, and the answer is no JSON. */
        GARBLE,
        /** It is done and answered, but late. */
        DELAY
    }

    /**
     * A fault.
     *
     * @param kind in which way
     * @param status of an answer, 400 to 599; an answer from 500 is kept under the request's idempotency key, as at Stripe
     * @param delay of a late answer
     */
    record Fault(Kind kind, int status, Duration delay) {}

    private record Waiting(String operation, Fault fault) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** The next calls are answered with this status, 429 or 5xx say, and nothing is done. */
    public void answer(String operation, int status, int times) {
        if (status < 400 || status > 599) throw new IllegalArgumentException("a fault has a status of 400 to 599");
        add(operation, new Fault(Kind.ANSWER, status, Duration.ZERO), times);
    }

    /** The next answers are late by this much. */
    public void delay(String operation, Duration by, int times) {
        add(operation, new Fault(Kind.DELAY, 0, by), times);
    }

    /** The next calls go wrong in a way that needs no more to be said. */
    public void next(String operation, Kind kind, int times) {
        if (kind == Kind.ANSWER || kind == Kind.DELAY)
            throw new IllegalArgumentException("say with which status, or how late");
        add(operation, new Fault(kind, 0, Duration.ZERO), times);
    }

    /** Nothing goes wrong any more. */
    public synchronized void clear() {
        waiting.clear();
    }

    private synchronized void add(String operation, Fault fault, int times) {
        if (times < 1 || waiting.size() + (long) times > MOST_WAITING)
            throw new IllegalArgumentException("at least 1 and at most " + MOST_WAITING + " faults wait");
        for (int i = 0; i < times; i++) waiting.add(new Waiting(operation, fault));
    }

    /** The fault of a call, {@code POST /v1/customers} say: the first that waits for one with such a beginning. */
    synchronized Optional<Fault> of(String operation) {
        Optional<Waiting> next = waiting.stream()
                .filter(one -> operation.startsWith(one.operation()))
                .findFirst();
        next.ifPresent(waiting::removeFirstOccurrence);
        return next.map(Waiting::fault);
    }
}
