package dev.missioncontrol.billing.id;

/**
 * An event of the payment provider, for example {@code evt_...}; the same on every delivery.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record EventId(String value) implements Comparable<EventId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public EventId {
        Identifiers.require("event id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
