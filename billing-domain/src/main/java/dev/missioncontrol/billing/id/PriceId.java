package dev.missioncontrol.billing.id;

/**
 * A price at the payment provider, for example {@code price_...}.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record PriceId(String value) implements Comparable<PriceId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public PriceId {
        Identifiers.require("price id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(PriceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
