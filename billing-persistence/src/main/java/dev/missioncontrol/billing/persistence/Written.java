package dev.missioncontrol.billing.persistence;

/** Holds a statement to the one row that it must have written. */
final class Written {
    private Written() {}

    static void one(int rows, String what) {
        if (rows != 1) throw new IllegalStateException("nothing is stored as " + what);
    }
}
