package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.util.OptionalLong;

/**
 * What is known of the seats that a tenant uses.
 *
 * @param count how many, if somebody counts them
 * @param told whether whoever counts them could be asked
 */
record SeatsInUse(OptionalLong count, boolean told) {
    /**
     * By the word of whoever asks, which the host has signed, and by the host itself: the larger number of both.
     *
     * @param said by whoever asks
     */
    static SeatsInUse of(TenantId tenant, SeatUsage usage, OptionalLong said) {
        OptionalLong host;
        try {
            host = usage.inUse(tenant);
        } catch (SeatUsageException away) {
            return new SeatsInUse(said, said.isPresent());
        }
        if (host.isEmpty() || said.isEmpty()) return new SeatsInUse(host.isPresent() ? host : said, true);
        return new SeatsInUse(OptionalLong.of(Math.max(host.getAsLong(), said.getAsLong())), true);
    }
}
