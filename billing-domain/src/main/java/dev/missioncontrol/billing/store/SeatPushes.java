package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.List;

/**
 * Numbers of seats that an application pushed, the newest of each tenant alone: claimed with a lease, concluded only with the
 * token of the claim. A claim holds until it is ended or another takes the push; a lease that ran out only lets others
 * take it.
 */
public interface SeatPushes {
    /**
     * A right to make the newest push of a tenant, until its lease ends.
     *
     * @param tenant whose seats
     * @param seats how many were pushed
     * @param pushes counts the tenant's pushes: one that comes meanwhile has another
     * @param token fences what ends the claim
     * @param attempts how often it was put off since it last was concluded, or its lease ran out: then whoever held it may have made
     *     the change, and not have lived to say so
     * @param refused whether the provider has refused it, or one that it took the place of, and none was made or waited for something
     *     else since
     */
    record Claim(TenantId tenant, long seats, long pushes, long token, int attempts, boolean refused) {}

    /**
     * Takes the place of whatever the tenant pushed before. One that waits already stays due when it was; a first one is due
     * after {@code settle}, and never before the window of the last one that was made is over.
     */
    void push(TenantId tenant, long seats, Duration settle);

    /** Claims pushes that are due and not leased, those that have waited longest first, passing over those that others hold. */
    List<Claim> claimDue(int limit, Duration lease);

    /**
     * Ends the claim, if its token is still the newest: what it claimed is made. What was pushed meanwhile, or is pushed from
     * now on, is due no sooner than after {@code window}.
     */
    void conclude(Claim claim, Duration window);

    /**
     * Ends the claim, if its token is still the newest: the newest push is due again after {@code delay}. It waits for something else
     * than a refusal, so that none is remembered.
     */
    void postpone(Claim claim, Duration delay);

    /** The same of what the provider refuses: remembered until one is made or postponed, with since when. */
    void refuse(Claim claim, Duration delay);
}
