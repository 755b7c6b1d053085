package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.StoreException;

/** Holds a statement to the rows that it must have written. */
final class Written {
    private Written() {}

    static void one(int rows, String what) {
        all(rows, 1, what);
    }

    /** @param what one of the rows is, as they are called in a message */
    static void all(int rows, int given, String what) {
        if (rows != given) throw new IllegalStateException("not stored as " + what);
    }

    /** The same where another transaction may have written one of them first. */
    static void allUnlessRaced(int rows, int given, String what) {
        if (rows != given) throw StoreException.conflict(what + " was written by another just now");
    }
}
