package dev.missioncontrol.billing.app.doctor;

import java.util.List;
import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param level how it is
 * @param area what was looked at, in a word
 * @param what what was found
 * @param why why it matters; empty where nothing is wrong
 * @param remedy what to do; empty where nothing is wrong
 */
public record Finding(Level level, String area, String what, String why, String remedy) {
    /** How a thing is, from well to worse. */
    public enum Level {
        /** As it should be. */
        OK,
        /** It works, and somebody should look before it does not. */
        WARNING,
        /** It does not work, or something may be lost. */
        FAULT;

        /** The word printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String area, String what) {
        return new Finding(Level.OK, area, what, "", "");
    }

    static Finding warning(String area, String what, String why, String remedy) {
        return new Finding(Level.WARNING, area, what, why, remedy);
    }

    static Finding fault(String area, String what, String why, String remedy) {
        return new Finding(Level.FAULT, area, what, why, remedy);
    }

    /** The worst of these; OK of none. */
    public static Level worst(List<Finding> findings) {
        return findings.stream().map(Finding::level).max(Level::compareTo).orElse(Level.OK);
    }
}
