package dev.missioncontrol.billing.plan;

import java.util.OptionalLong;

/**
 * How many of something a plan grants. A plan that does not name a limit grants none of it, as it has no feature that it does
 * not name: what was forgotten in a catalogue must not be given away.
 *
 * @param most the largest number granted, 0 to {@link #LARGEST}; absent where it is not limited
 */
public record Limit(OptionalLong most) {
    /** Largest number that can be said: what every reader of JSON holds exactly. */
    public static final long LARGEST = (1L << 53) - 1;

    /** Nothing of it. */
    public static final Limit NONE = new Limit(OptionalLong.of(0));

    /** As many as are wanted. */
    public static final Limit UNLIMITED = new Limit(OptionalLong.empty());

    /** @throws IllegalArgumentException if the number is out of range */
    public Limit {
        if (most.isPresent() && !inRange(most.getAsLong()))
            throw new IllegalArgumentException("a limit is 0 to " + LARGEST + ", not " + most.getAsLong());
    }

    /**
     * So many.
     *
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Limit of(long most) {
        return new Limit(OptionalLong.of(most));
    }

    static boolean inRange(long most) {
        return most >= 0 && most <= LARGEST;
    }

    /** Whether so many are granted: {@code limit("projects").allows(projects + 1)} before one more is made. */
    public boolean allows(long count) {
        return most.isEmpty() || count <= most.getAsLong();
    }

    /** The number, or {@code unlimited}. */
    @Override
    public String toString() {
        return most.isPresent() ? Long.toString(most.getAsLong()) : "unlimited";
    }
}
