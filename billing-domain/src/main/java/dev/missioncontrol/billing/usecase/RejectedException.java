package dev.missioncontrol.billing.usecase;

/** Thrown where a caller took for granted that something would be done, and it was rejected. */
public final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    /** @param rejection why */
    public RejectedException(Rejection rejection) {
        super(rejection.sentence());
        this.rejection = rejection;
    }

    /** Why. */
    public Rejection rejection() {
        return rejection;
    }
}
