package dev.missioncontrol.billing.id;

/**
 * A subscription at the payment provider, for example {@code sub_...}.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record SubscriptionId(String value) implements Comparable<SubscriptionId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public SubscriptionId {
        Identifiers.require("subscription id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(SubscriptionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
