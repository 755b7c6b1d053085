package dev.missioncontrol.billing.usecase;

/** What came of pushed seats, as far as it decides when they are tried again. */
final class SeatOutcome {
    private SeatOutcome() {}

    /** Somebody changed the subscription since it was looked at. */
    static boolean changedMeanwhile(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Rejected no && no.rejection().code() == Rejection.Code.STALE_VERSION;
    }

    /** It can be made later: something else has to pass first. */
    static boolean waits(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.PaymentNeeded
                || outcome instanceof ChangeOutcome.Rejected no
                        && passes(no.rejection().code());
    }

    /** Its idempotency key was used for another request. */
    static boolean usedUp(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Rejected no
                && no.rejection().code() == Rejection.Code.IDEMPOTENCY_KEY_REUSED;
    }

    private static boolean passes(Rejection.Code code) {
        return switch (code) {
            case PAUSED, PAYMENT_OVERDUE, SEAT_USAGE_UNKNOWN, ENDING, NOT_CHANGEABLE -> true;
            default -> false;
        };
    }
}
