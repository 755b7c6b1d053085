package dev.missioncontrol.billing.id;

/** What every identifier of this package must look like. */
final class Identifiers {
    /** Longest identifier in characters; Stripe promises at most 255. */
    static final int LONGEST = 255;

    private Identifiers() {}

    /** Returns {@code value} if it is 1 to {@code longest} visible ASCII characters, none of them blank. */
    static String require(String what, String value, int longest) {
        if (value == null || value.isEmpty()) throw new IllegalArgumentException(what + " is missing");
        if (value.length() > longest)
            throw new IllegalArgumentException(what + " is longer than " + longest + " characters");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~')
                throw new IllegalArgumentException(
                        what + " has a character that is not visible ASCII at position " + i);
        }
        return value;
    }
}
