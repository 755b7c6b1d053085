package dev.missioncontrol.billing.plan;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How many seats a plan may have. Total over every long: whatever a provider says, the answer is within the bounds.
 *
 * @param min at least 1
 * @param max at least {@code min}, at most {@link #MOST}
 */
public record SeatPolicy(int min, int max) {
    /** Most seats of any plan: Stripe refuses quantities over 999,999. */
    public static final int MOST = 999_999;

    /** One seat, no more. */
    public static final SeatPolicy SINGLE = new SeatPolicy(1, 1);

    /** @throws IllegalArgumentException if the bounds are out of order */
    public SeatPolicy {
        if (min < 1 || max < min || max > MOST)
            throw new IllegalArgumentException("seats need 1 <= min <= max <= " + MOST + ", not " + min + ".." + max);
    }

    /** From {@code min} seats on, without a bound of the plan's own. */
    public static SeatPolicy atLeast(int min) {
        return new SeatPolicy(min, MOST);
    }

    /** The nearest number of seats that this plan allows; none is the minimum. */
    public int clamp(OptionalLong seats) {
        return clamp(seats.orElse(min));
    }

    /** The nearest number of seats that this plan allows. */
    public int clamp(long seats) {
        return (int) Math.max(min, Math.min(max, seats));
    }

    /** The fewest that may be chosen while so many are in use: as many as those, as far as this plan has them. */
    public int fewest(OptionalInt inUse) {
        return clamp(inUse.orElse(min));
    }

    /** Whether a person may ask for this many. */
    public boolean allows(long seats) {
        return seats >= min && seats <= max;
    }
}
