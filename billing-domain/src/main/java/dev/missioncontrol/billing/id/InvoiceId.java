package dev.missioncontrol.billing.id;

/**
 * An invoice at the payment provider, for example {@code in_...}.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record InvoiceId(String value) implements Comparable<InvoiceId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public InvoiceId {
        Identifiers.require("invoice id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(InvoiceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
