package dev.missioncontrol.billing.stripe;

import java.time.Duration;

/** Is told of every call to Stripe, each retry apart: for metrics. Called on the caller's thread; what it throws is dropped. */
@FunctionalInterface
public interface CallListener {
    /** What came of a call. */
    enum Outcome {
        ANSWERED,
        /** A 4xx: our key, our settings, our request. */
        REFUSED,
        /** The customer's payment was declined. */
        DECLINED,
        /** 429. */
        RATE_LIMITED,
        /** A 5xx, a 409, or no connection. */
        FAILED,
        /** No answer in time, or the connection broke before it. */
        TIMED_OUT,
        /** An answer that can't be read. */
        MALFORMED,
        /** It was not made: the circuit is open, or our own rate is spent. */
        NOT_MADE
    }

    /** Nobody. */
    CallListener NONE = (operation, outcome, took) -> {};

    /**
     * A call ended.
     *
     * @param operation method and path with {@code {id}} in place of ids: one of a few dozen, fit for a label
     * @param took zero where it was not made
     */
    void called(String operation, Outcome outcome, Duration took);
}
