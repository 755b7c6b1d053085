package dev.missioncontrol.billing.persistence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Moments in stored text, as {@link Instant#toString} writes them. Nearly all are whole seconds: those are read without a formatter. */
final class Moments {
    private static final String SHAPE = "0000-00-00T00:00:00Z";

    private static final int HOURS_OF_A_DAY = 24;
    private static final int SIXTY = 60;

    private Moments() {}

    /** @throws DateTimeException if it is no moment */
    static Instant read(String text) {
        return isWholeSeconds(text) ? wholeSeconds(text) : Instant.parse(text);
    }

    private static boolean isWholeSeconds(String text) {
        if (text.length() != SHAPE.length()) return false;
        for (int i = 0; i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            boolean fits = SHAPE.charAt(i) == '0' ? c >= '0' && c <= '9' : c == SHAPE.charAt(i);
            if (!fits) return false;
        }
        return true;
    }

    private static Instant wholeSeconds(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        // A day's last moment may be written as 24:00, and a leap second as 60.
        if (hour >= HOURS_OF_A_DAY || minute >= SIXTY || second >= SIXTY) return Instant.parse(text);
        return Instant.ofEpochSecond(((day * HOURS_OF_A_DAY + hour) * SIXTY + minute) * SIXTY + second);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) number = number * 10 + text.charAt(i) - '0';
        return number;
    }
}
