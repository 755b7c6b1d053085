package dev.missioncontrol.billing.id;

/**
 * A customer at the payment provider, for example {@code cus_...}.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record CustomerId(String value) implements Comparable<CustomerId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public CustomerId {
        Identifiers.require("customer id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(CustomerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
