package dev.missioncontrol.billing.usecase;

/**
 * What a host says about changes.
 *
 * @param seatUsage how many seats a tenant can't give up
 * @param cancelNow whether a tenant may end what it has at once, giving up what it has paid for
 * @param duplicates what to do where a tenant pays twice
 */
public record ChangePolicy(SeatUsage seatUsage, boolean cancelNow, DuplicatePolicy duplicates) {
    /** Seats in use are unknown, and subscriptions end with their period. */
    public static final ChangePolicy STANDARD = new ChangePolicy(SeatUsage.UNKNOWN, false, DuplicatePolicy.ALERT);
}
