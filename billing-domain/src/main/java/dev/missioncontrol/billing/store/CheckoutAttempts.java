package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checkouts under way: at most one open for each tenant. */
public interface CheckoutAttempts {
    /** The tenant's open attempt. */
    Optional<CheckoutAttempt> open(TenantId tenant);

    /** The tenant's newest attempt in any state: the one of the last generation. */
    Optional<CheckoutAttempt> newest(TenantId tenant);

    /** The same among those that are in any state but this one. */
    Optional<CheckoutAttempt> newestNot(TenantId tenant, CheckoutAttempt.State state);

    /**
     * The tenant's attempts whose session may still be paid, or was while it could be: not known to have expired, and not at its end by
     * now. The oldest generation first.
     */
    List<CheckoutAttempt> unexpired(TenantId tenant, Instant now);

    /** An attempt, whoever's it is. */
    Optional<CheckoutAttempt> attempt(AttemptId id);

    /** The attempt that this session was made for, whoever's it is. */
    Optional<CheckoutAttempt> bySession(CheckoutSessionId session);

    /**
     * Writes an attempt, new or known: call with the tenant locked.
     *
     * @throws IllegalStateException if it is open and another of the tenant is
     */
    void save(CheckoutAttempt attempt);

    /**
     * Attempts still open though made before this moment, oldest first and then by id; at most {@code limit}. No more of each than what
     * it is found by: one that can't be read hides none of the others.
     */
    List<Open> openSince(Instant before, int limit);

    /** An attempt that is open, and whose. */
    record Open(AttemptId id, TenantId tenant) {}

    /**
     * Removes attempts that are over and were made longer ago than this, by the store's clock. Each tenant's newest stays: the
     * next one counts on from it. Looks at {@code looked} of that age at most, oldest first and then by id, behind this one:
     * nearly all may be somebody's newest.
     */
    Forgotten forgetEnded(Duration age, Optional<Place> after, int looked);

    /** Where an attempt stands among all, oldest first. */
    record Place(Instant created, AttemptId id) {}

    /**
     * What a look at some old ones came to.
     *
     * @param removed how many
     * @param last the last that was looked at, to go on behind it; absent if there is none behind it
     */
    record Forgotten(int removed, Optional<Place> last) {}
}
