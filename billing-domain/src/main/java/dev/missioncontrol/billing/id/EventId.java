package dev.missioncontrol.billing.id;

import java.util.Optional;

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

    /** The event that foreign text names, or nothing where it can't be one. */
    public static Optional<EventId> parse(String text) {
        try {
            return Optional.of(new EventId(text));
        } catch (IllegalArgumentException notAnEvent) {
            return Optional.empty();
        }
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
