package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.plan.SeatPolicy;

/**
 * How many seats a pushed number comes to.
 *
 * @param seats to be made
 * @param isThere whether as many are charged already
 * @param waits whether they are fewer, and may not be given up now
 */
record SeatTarget(int seats, boolean isThere, boolean waits) {
    /**
     * Never fewer than are in use, and within the plan's policy. What the provider has may lie outside of what the plan allows, and is charged
     * until it is changed: whoever asks for no more than that is not charged for more, though the plan's fewest were raised.
     *
     * <p>Fewer come with a next period. Where the subscription is going to end there is none, and who keeps it after all has people on it; where
     * nobody says how many are in use, none are given up.
     *
     * @param pushed what the host asked for last
     * @param charged what the provider has
     * @param ending whether the subscription is going to end
     */
    static SeatTarget of(long pushed, SeatsInUse inUse, SeatPolicy policy, long charged, boolean ending) {
        long needed = Math.max(pushed, inUse.count().orElse(0));
        int allowed = policy.clamp(needed);
        int seats = needed <= charged ? (int) Math.min(charged, allowed) : allowed;
        boolean fewer = seats < charged;
        return new SeatTarget(seats, seats == charged, fewer && (ending || !inUse.told()));
    }
}
