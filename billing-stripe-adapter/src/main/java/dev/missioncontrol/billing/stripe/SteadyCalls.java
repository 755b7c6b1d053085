package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.stripe.CallListener.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes calls so that trouble stays bounded: no faster than our rate, not at all while Stripe is down, again where that may
 * help. What is made again is the same call with the same idempotency key.
 */
final class SteadyCalls {
    /** One call over the wire. */
    @FunctionalInterface
    interface Call {
        Answer make() throws FailedCall;
    }

    private final CircuitBreaker breaker = new CircuitBreaker();
    private final CallRate rate;
    private final Retries retries;
    private final Pause pause;
    private final LongSupplier nanos;
    private final CallListener listener;

    /** @param nanos a clock that only goes forward, in nanoseconds from anywhere */
    SteadyCalls(CallRate rate, Retries retries, Pause pause, LongSupplier nanos, CallListener listener) {
        this.rate = rate;
        this.retries = retries;
        this.pause = pause;
        this.nanos = nanos;
        this.listener = listener;
    }

    /**
     * Fails as the last try did, with the failures of those before it suppressed: one of them may have been made all the same.
     *
     * @param what is being done, for messages
     * @param operation its name, for the listener
     */
    Answer make(String what, String operation, Call call) {
        long began = nanos.getAsLong();
        Optional<ProviderException> before = Optional.empty();
        for (int tries = 1; ; tries++) {
            Optional<ProviderException> notMade = turn(what, operation);
            // What the last try came to says more: that it may have happened, for one.
            if (notMade.isPresent()) throw before.orElseGet(notMade::get);
            try {
                return once(operation, call);
            } catch (FailedCall failed) {
                // The failure of this very call, said again: what it was says more than that its key is used up now.
                if (failed.replayed() && before.isPresent()) throw before.get();
                before.ifPresent(failed.failure()::addSuppressed);
                before = Optional.of(failed.failure());
                Duration elapsed = Duration.ofNanos(nanos.getAsLong() - began);
                Optional<Duration> wait = retries.next(tries, failed, elapsed);
                if (wait.isEmpty() || !pause.take(wait.get())) throw failed.failure();
            }
        }
    }

    /** Waits for a turn, or says why there is none. The circuit is asked last: whoever it lets through must call at once. */
    private Optional<ProviderException> turn(String what, String operation) {
        CallRate.Turn turn = rate.take(nanos.getAsLong());
        boolean waited = turn.granted() && (turn.delay().isZero() || pause.take(turn.delay()));
        if (!waited)
            return Optional.of(
                    notMade(operation, Kind.RATE_LIMITED, what + ": our own rate of calls is spent", turn.delay()));
        return breaker.admit(nanos.getAsLong())
                .map(wait -> notMade(
                        operation,
                        Kind.UNAVAILABLE,
                        what + ": not called, since Stripe failed several times in a row",
                        wait));
    }

    private Answer once(String operation, Call call) throws FailedCall {
        long start = nanos.getAsLong();
        boolean down = true;
        boolean news = true;
        Outcome outcome = Outcome.FAILED;
        try {
            Answer answer = call.make();
            down = false;
            outcome = Outcome.ANSWERED;
            return answer;
        } catch (FailedCall failed) {
            down = failed.providerDown();
            news = !failed.replayed();
            outcome = failed.outcome();
            throw failed;
        } finally {
            long end = nanos.getAsLong();
            if (!news) breaker.repeated(end);
            else if (down) breaker.failed(end);
            else breaker.answered();
            tell(operation, outcome, Duration.ofNanos(end - start));
        }
    }

    private ProviderException notMade(String operation, Kind kind, String why, Duration wait) {
        tell(operation, Outcome.NOT_MADE, Duration.ZERO);
        return new ProviderException(kind, why, Optional.of(wait), null);
    }

    private void tell(String operation, Outcome outcome, Duration took) {
        try {
            listener.called(operation, outcome, took);
        } catch (RuntimeException dropped) {
            // A metric that can't be counted must not undo a payment that was made.
        }
    }
}
