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
     * @param cause the library's exception
     */
    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    private StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Another transaction was in its way, as we saw ourselves: it is to be run again at once. */
    public static StoreException conflict(String message) {
        return new StoreException(Kind.CONFLICT, message);
    }

    /** Nobody could be asked, or not in time, without a fault of a library: it passes by itself. */
    public static StoreException unavailable(String message) {
        return new StoreException(Kind.UNAVAILABLE, message);
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
