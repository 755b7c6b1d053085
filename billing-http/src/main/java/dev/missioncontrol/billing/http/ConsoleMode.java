package dev.missioncontrol.billing.http;

import java.util.Locale;
import java.util.Optional;

/** What operators may do in the console, whatever their tokens allow. */
public enum ConsoleMode {
    /** There is none: its addresses are not there. */
    OFF,
    /** Look. */
    READ,
    /** Look, and replay, refresh and bind. */
    ACT;

    /** The word in a configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with exactly this word, or nothing. */
    public static Optional<ConsoleMode> of(String word) {
        for (ConsoleMode mode : values()) if (mode.word().equals(word)) return Optional.of(mode);
        return Optional.empty();
    }
}
