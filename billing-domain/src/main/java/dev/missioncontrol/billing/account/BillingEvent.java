package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;

/**
 * What an application is told: one for each transition, at least once, in order for a tenant.
 *
 * @param id the same on every delivery, and no other event's, also where a database was restored in between; up to 100
 *     characters, opaque: nothing is to be read from it
 * @param tenant whose
 * @param sequence counts a tenant's events from 1, and from an earlier number again after a restore
 * @param at when we decided, by our clock
 * @param transition what changed
 */
public record BillingEvent(String id, TenantId tenant, long sequence, Instant at, Transition transition) {
    /** What happened. */
    public Transition.Type type() {
        return transition.type();
    }
}
