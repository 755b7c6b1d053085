package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.util.OptionalLong;

/** How many seats a tenant uses: only the host knows. Asked before seats are given up; never inside a transaction. */
@FunctionalInterface
public interface SeatUsage {
    /** Nobody knows: seats are bounded by the plan alone. */
    SeatUsage UNKNOWN = tenant -> OptionalLong.empty();

    /**
     * Seats in use, or nothing if nobody counts them.
     *
     * @throws SeatUsageException if it can't be told just now: fewer seats are refused then, more are not
     */
    OptionalLong inUse(TenantId tenant);
}
