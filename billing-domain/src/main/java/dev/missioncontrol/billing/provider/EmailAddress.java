package dev.missioncontrol.billing.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where invoices go. Personal: it is kept by the provider alone, and never written to a log, so that {@link #toString} hides
 * it.
 *
 * @param value 1 to {@link #LONGEST} characters, none of them a control character
 */
public record EmailAddress(String value) {
    /** Longest address in characters that mail is delivered to (RFC 5321, section 4.5.3.1.3, without its brackets). */
    public static final int LONGEST = 254;

    /**
     * One name, one {@code @}, a domain of at least two labels: what can be told from the text alone. Quoted names and bare
     * hosts are allowed by RFC 5321 and by hardly any provider.
     */
    private static final Pattern TYPED = Pattern.compile(
            "[^\\s@\"(),:;<>\\[\\\\\\]]{1,64}@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+"
                    + "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])");

    /** @throws IllegalArgumentException if it is empty, too long or has a control character */
    public EmailAddress {
        if (value.isEmpty() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("not an e-mail address");
    }

    /** The address that somebody typed, without blanks around it; nothing if it can't be one. */
    public static Optional<EmailAddress> parse(String typed) {
        String text = typed.strip();
        boolean sound = text.length() <= LONGEST
                && TYPED.matcher(text).matches()
                && !text.startsWith(".")
                && !text.contains("..")
                && !text.contains(".@")
                && text.chars().noneMatch(Character::isISOControl);
        return sound ? Optional.of(new EmailAddress(text)) : Optional.empty();
    }

    /** Hides it. */
    @Override
    public String toString() {
        return "***";
    }
}
