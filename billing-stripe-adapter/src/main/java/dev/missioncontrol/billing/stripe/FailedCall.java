package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.util.Optional;

/** One call that did not succeed, with what decides whether it is made again. Never leaves this package. */
final class FailedCall extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProviderException failure;
    private final int status;
    private final transient Optional<Boolean> advice;

    /**
     * @param status of the answer, 0 if there was none that is known
     * @param advice what Stripe itself says about another try
     */
    FailedCall(ProviderException failure, int status, Optional<Boolean> advice) {
        super(failure.getMessage(), null, false, false);
        this.failure = failure;
        this.status = status;
        this.advice = advice;
    }

    ProviderException failure() {
        return failure;
    }

    /** Whether the provider itself is in trouble, and not this call alone. */
    boolean providerDown() {
        if (replayed()) return false;
        boolean silent = failure.kind() == Kind.UNAVAILABLE || failure.kind() == Kind.TIMEOUT;
        return status >= 500 || status == 0 && silent;
    }

    /** Whether it is a failure of an earlier call, said again: nothing of how the provider is now. */
    boolean replayed() {
        return status >= 500 && failure.kind() == Kind.IDEMPOTENCY_CONFLICT;
    }

    boolean worthAnotherTry() {
        if (replayed()) return false;
        return advice.orElseGet(() -> switch (failure.kind()) {
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED -> true;
            default -> false;
        });
    }

    CallListener.Outcome outcome() {
        return switch (failure.kind()) {
            case UNAVAILABLE -> CallListener.Outcome.FAILED;
            case TIMEOUT -> CallListener.Outcome.TIMED_OUT;
            case RATE_LIMITED -> CallListener.Outcome.RATE_LIMITED;
            case MALFORMED_ANSWER -> CallListener.Outcome.MALFORMED;
            case DECLINED -> CallListener.Outcome.DECLINED;
            case AUTHENTICATION, INVALID_REQUEST, REFUSED_INPUT, NOT_FOUND, IDEMPOTENCY_CONFLICT, WRONG_STATE ->
                CallListener.Outcome.REFUSED;
        };
    }
}
