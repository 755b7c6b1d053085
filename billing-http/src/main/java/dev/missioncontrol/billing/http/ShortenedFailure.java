package dev.missioncontrol.billing.http;

import org.jspecify.annotations.Nullable;

/** A failure as the log may hold it: what a client sent can be in a message, and must not fill the log. */
final class ShortenedFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Longest text of a client's or a message that is logged, in characters. */
    static final int LONGEST = 300;

    /** Causes that are told; a longer chain says nothing more. */
    private static final int DEEPEST = 8;

    private ShortenedFailure(String message, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(message, cause, false, true);
        setStackTrace(trace);
    }

    static Throwable of(Throwable failure) {
        return of(failure, DEEPEST);
    }

    private static ShortenedFailure of(Throwable failure, int deep) {
        Throwable cause = failure.getCause();
        return new ShortenedFailure(
                text(String.valueOf(failure)),
                cause == null || deep == 0 ? null : of(cause, deep - 1),
                failure.getStackTrace());
    }

    /** One line, and no longer than is needed to understand it. */
    static String text(@Nullable String text) {
        if (text == null) return "";
        String line = plain(text) ? text : text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Whether there is nothing to cut, as nearly always. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one < ' ' || one == 0x7f) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
