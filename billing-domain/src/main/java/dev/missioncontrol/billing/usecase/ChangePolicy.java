package dev.missioncontrol.billing.usecase;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a host says about changes.
 *
 * @param seatUsage how many seats a tenant can't give up
 * @param cancelNow whether a tenant may end what it has at once, giving up what it has paid for
 * @param duplicates what to do where a tenant pays twice
 * @param seatWindow how long after a pushed number of seats was made the next may be, more than 0
 */
public record ChangePolicy(SeatUsage seatUsage, boolean cancelNow, DuplicatePolicy duplicates, Duration seatWindow) {
    /** Every push may be an invoice, and Stripe makes at most 20 of them a day for one subscription: this is 19 a day. */
    public static final Duration STANDARD_SEAT_WINDOW = Duration.ofMinutes(75);

    /** Seats in use are unknown, and subscriptions end with their period. */
    public static final ChangePolicy STANDARD =
            new ChangePolicy(SeatUsage.UNKNOWN, false, DuplicatePolicy.ALERT, STANDARD_SEAT_WINDOW);

    /** This policy with a guard around the host: whatever it throws when it is asked for seats is told as trouble, and taken as that it can't tell them. */
    public ChangePolicy telling(Consumer<RuntimeException> trouble) {
        SeatUsage told = tenant -> {
            try {
                return seatUsage.inUse(tenant);
            } catch (SeatUsageException away) {
                throw away;
            } catch (RuntimeException theirs) {
                trouble.accept(theirs);
                throw new SeatUsageException("the host failed to say how many seats are in use: " + theirs);
            }
        };
        return new ChangePolicy(told, cancelNow, duplicates, seatWindow);
    }

    /** @throws IllegalArgumentException if the window is none */
    public ChangePolicy {
        if (seatWindow.isNegative() || seatWindow.isZero())
            throw new IllegalArgumentException("pushes of seats need a window between them");
    }
}
