package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.StoreException;
import java.sql.Statement;

/** Holds a statement to the one row that it must have written. */
final class Written {
    private Written() {}

    static void one(int rows, String what) {
        if (rows != 1) throw new IllegalStateException("nothing is stored as " + what);
    }

    /**
     * The driver does not say how many rows each statement of a batch wrote: PostgreSQL's makes one statement of several where it
     * is told to ({@code reWriteBatchedInserts}).
     */
    static final class Untold extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Holds each statement of a batch to its one row. */
    static void each(int[] rows, String what) {
        for (int written : told(rows)) one(written, what);
    }

    private static int[] told(int[] rows) {
        for (int written : rows) if (written == Statement.SUCCESS_NO_INFO) throw new Untold();
        return rows;
    }

    /** Holds each statement of a batch to its one row, that another transaction may have written first. */
    static void eachUnlessRaced(int[] rows, String what) {
        for (int written : told(rows))
            if (written != 1)
                throw new StoreException(StoreException.Kind.CONFLICT, what + " was written by another just now", null);
    }
}
