package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;

/**
 * Which customer at the provider a tenant is. Ours alone: the provider can't give it back.
 *
 * @param tenant who
 * @param provider the provider's name
 * @param customer its id there
 * @param livemode whether real money moves
 * @param gone whether the provider deleted it: it still says whose a subscription is, but the next checkout makes another
 * @param generation counts a tenant's customers, for idempotency keys
 */
public record CustomerBinding(
        TenantId tenant, String provider, CustomerId customer, boolean livemode, boolean gone, int generation) {

    /** The same after the provider deleted it. */
    public CustomerBinding deletedAtProvider() {
        return new CustomerBinding(tenant, provider, customer, livemode, true, generation);
    }

    /**
     * Whether the provider can be asked about it: about one of test mode it can't with a live key, which is no fault. With a key of test
     * mode one of live mode is asked for all the same, and not found: the key is very likely the wrong one.
     *
     * @param live whether the provider's key is
     */
    public boolean counts(boolean live) {
        return livemode || !live;
    }
}
