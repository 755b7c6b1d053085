package dev.missioncontrol.billing.store;

/** The store could not do it. Nothing of the transaction is stored, or, after a lost connection, it may have been. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** It can't be reached, or no connection was free in time: passes by itself. */
        UNAVAILABLE,
        /** Two transactions were in each other's way (deadlock, serialisation): run it again at once. */
        CONFLICT
    }

    private final Kind kind;

    /**
     * @param kind why
     * @param message for an operator; holds no values
     * @param cause the library's exception, or null
     */
    public StoreException(Kind kind, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
