package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.StoreException;

/** Holds a statement to the one row that it must have written. */
final class Written {
    private Written() {}

    static void one(int rows, String what) {
        if (rows != 1) throw new IllegalStateException("nothing is stored as " + what);
    }

    /** Holds each statement of a batch to its one row. */
    static void each(int[] rows, String what) {
        for (int written : rows) one(written, what);
    }

    /** Holds each statement of a batch to its one row, that another transaction may have written first. */
    static void eachUnlessRaced(int[] rows, String what) {
        for (int written : rows)
            if (written != 1)
                throw new StoreException(StoreException.Kind.CONFLICT, what + " was written by another just now", null);
    }
}
