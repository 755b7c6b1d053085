package dev.missioncontrol.billing.id;

import java.util.Optional;

/**
 * A tenant of the host application: what pays, and what a plan is granted to. The host names it; it travels to the
 * provider as {@code client_reference_id} and as metadata.
 *
 * @param value 1 to 128 characters out of {@code A-Z a-z 0-9 . _ : @ + | ~ -}
 */
public record TenantId(String value) implements Comparable<TenantId> {
    /** Longest tenant id in characters: Stripe cuts a {@code client_reference_id} at 200. */
    public static final int LONGEST = 128;

    private static final String MARKS = "._:@+|~-";

    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public TenantId {
        Identifiers.require("tenant id", value, LONGEST);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && MARKS.indexOf(c) < 0)
                throw new IllegalArgumentException("tenant id may hold letters, digits and " + MARKS + " only");
        }
    }

    /** The tenant that foreign text (a claim, metadata) names, or nothing where it can't be one. */
    public static Optional<TenantId> parse(String text) {
        try {
            return Optional.of(new TenantId(text));
        } catch (IllegalArgumentException notATenant) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
