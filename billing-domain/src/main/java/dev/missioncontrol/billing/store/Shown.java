package dev.missioncontrol.billing.store;

/** A stored text that may hold anything, as people are shown it in one line. */
final class Shown {
    private static final String NOT_PRINTABLE = "[^\\x20-\\x7e]";

    private Shown() {}

    static String of(String stored) {
        return "'" + stored.replaceAll(NOT_PRINTABLE, "?") + "'";
    }
}
