package dev.missioncontrol.billing.account;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a tenant may use its plan, apart from what its status is called.
 *
 * @param level how much
 * @param until when this level ends by itself; absent if it does not
 */
public record Access(Level level, Optional<Instant> until) {
    /** How much a tenant may use. */
    public enum Level {
        /** All of its plan. */
        FULL,
        /** All of what was last paid for, for a few days, although a payment failed. */
        GRACE,
        /** No more than the free plan. */
        NONE
    }
}
