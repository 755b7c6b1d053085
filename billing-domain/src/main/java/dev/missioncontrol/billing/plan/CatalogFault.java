package dev.missioncontrol.billing.plan;

/**
 * One thing that is wrong with a catalogue: one line that a person can read, whatever the file holds. Control characters are
 * shown as {@code ?}, and what is too long is cut.
 *
 * @param where the plan and field, for example {@code plans[2] "team".seats}
 * @param what what is wrong and what is allowed
 */
public record CatalogFault(String where, String what) {
    /** Longest part in characters: a key or an alias of 64, named twice, with a sentence about it. */
    private static final int LONGEST = 400;

    private static final String CUT = "...";

    /** Makes both fit for a line. */
    public CatalogFault {
        where = line(where);
        what = line(what);
    }

    private static String line(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST - CUT.length()) + CUT : text;
        StringBuilder line = new StringBuilder(start.length());
        start.codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
