package dev.missioncontrol.billing.usecase;

/**
 * Who asks for something, and why: the audit keeps both.
 *
 * @param who how the operator is called, 1 to {@link #LONGEST_NAME} characters
 * @param reason why, 1 to {@link #LONGEST_REASON} characters
 */
public record OperatorsWord(String who, String reason) {
    /** Longest name in characters: a subject of a token has at most 255 (OpenID Connect Core, 2). */
    public static final int LONGEST_NAME = 255;

    /** Longest reason in characters: a sentence or two, kept for ever. */
    public static final int LONGEST_REASON = 500;

    /** @throws IllegalArgumentException if there is no name or no reason, or one is too long; see {@link #sayable} */
    public OperatorsWord {
        who = name(who);
        reason = reason.strip();
        if (!sayable(reason)) throw new IllegalArgumentException("a reason has 1 to " + LONGEST_REASON + " characters");
    }

    /**
     * How an operator is called, without blanks around it.
     *
     * @throws IllegalArgumentException if it is nothing, or too long
     */
    static String name(String who) {
        String plain = who.strip();
        if (plain.isEmpty() || plain.length() > LONGEST_NAME)
            throw new IllegalArgumentException("an operator has a name of 1 to " + LONGEST_NAME + " characters");
        return plain;
    }

    /** Whether this can be a reason. */
    public static boolean sayable(String reason) {
        String plain = reason.strip();
        return !plain.isEmpty() && plain.length() <= LONGEST_REASON;
    }

    /** What the audit says behind what was done: {@code by anna: the invoice was paid by hand}. */
    String clause() {
        return " by " + who + ": " + reason;
    }
}
