package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.util.Optional;

/**
 * Tenants that have the same: as many as there are, and their seats together.
 *
 * @param plan key of the plan
 * @param interval how often it is paid; absent where that is not known, nothing is paid, or the price held is no longer sold,
 *     so that the interval does not lead to its amount
 * @param standing the newest status that we know; absent for tenants without a subscription
 * @param tenants how many, 0 or more
 * @param seats of all of them together, 0 or more
 */
public record TenantGroup(
        String plan, Optional<BillingInterval> interval, Optional<ProviderStatus> standing, long tenants, long seats) {

    /** Both groups as one, which has what this one has. */
    public TenantGroup plus(TenantGroup same) {
        return new TenantGroup(
                plan, interval, standing, Math.addExact(tenants, same.tenants), Math.addExact(seats, same.seats));
    }

    /** Whether both are of tenants that have the same. */
    public boolean same(TenantGroup other) {
        return plan.equals(other.plan) && interval.equals(other.interval) && standing.equals(other.standing);
    }

    /** Whether these are subscriptions that still exist for the customer. */
    public boolean live() {
        return standing.map(ProviderStatus::live).orElse(false);
    }
}
