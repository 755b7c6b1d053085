package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.util.OptionalLong;

/** How many seats a tenant uses: only the host knows. Asked before seats are given up; never inside a transaction. */
@FunctionalInterface
public interface SeatUsage {
    /** Nobody knows: seats are bounded by the plan alone. */
    SeatUsage UNKNOWN = tenant -> OptionalLong.empty();

    /** Seats in use, or nothing if that is not known; what it throws goes to whoever asked for the change. */
    OptionalLong inUse(TenantId tenant);
}
