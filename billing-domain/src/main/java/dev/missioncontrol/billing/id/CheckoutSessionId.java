package dev.missioncontrol.billing.id;

/**
 * A checkout session at the payment provider, for example {@code cs_...}.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record CheckoutSessionId(String value) implements Comparable<CheckoutSessionId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public CheckoutSessionId {
        Identifiers.require("checkout session id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(CheckoutSessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
