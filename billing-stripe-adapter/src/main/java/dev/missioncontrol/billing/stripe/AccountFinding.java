package dev.missioncontrol.billing.stripe;

/**
 * One thing that was looked at.
 *
 * @param level how it is
 * @param subject what was looked at, in a word or two
 * @param sentence what was found
 * @param remedy what to do about it; empty if nothing
 */
public record AccountFinding(Level level, String subject, String sentence, String remedy) {
    /** How a thing is. */
    public enum Level {
        OK,
        /** It works, and somebody should know. */
        WARNING,
        /** Customers can't pay, have what they don't pay for, or we don't hear of it. */
        WRONG,
        /** It could not be looked at. */
        UNKNOWN
    }

    static AccountFinding ok(String subject, String sentence) {
        return new AccountFinding(Level.OK, subject, sentence, "");
    }

    static AccountFinding warning(String subject, String sentence, String remedy) {
        return new AccountFinding(Level.WARNING, subject, sentence, remedy);
    }

    static AccountFinding wrong(String subject, String sentence, String remedy) {
        return new AccountFinding(Level.WRONG, subject, sentence, remedy);
    }
}
