package dev.missioncontrol.billing.id;

/**
 * One attempt of a tenant to check out: ours, written into the provider's metadata and into the form that goes on with it, never shown.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record AttemptId(String value) implements Comparable<AttemptId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public AttemptId {
        Identifiers.require("attempt id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(AttemptId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
