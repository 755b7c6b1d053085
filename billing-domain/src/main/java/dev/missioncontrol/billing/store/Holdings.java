package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * All that is stored of one tenant: to be handed over, and to be erased. What stays after erasing is a tombstone (its id,
 * so that nothing revives it), its audit under a pseudonym, and hashes of the provider's ids, so that a late event or a sweep
 * is known to be about somebody who was erased.
 */
public interface Holdings {
    /** Every row that is the tenant's or speaks of it, table by table, as last written. */
    void each(TenantId tenant, Consumer<HeldRow> each);

    /** Makes the tenant a tombstone: from now on nothing is decided for it. Call with the tenant locked. */
    void bury(TenantId tenant, Instant at);

    /**
     * Empties events of the provider that are a buried tenant's, takes its id off its audit, which stays under the pseudonym, and
     * removes events for applications; at most {@code limit} of each. An emptied event keeps its id, so that it still counts once.
     * Returns how many; 0 when none is left.
     */
    int eraseHistory(TenantId tenant, int limit);

    /** Removes all the rest of a buried tenant, and keeps hashes of the provider's ids. Call with the tenant locked. */
    void erase(TenantId tenant, Instant at);

    /** Empties one event: whose it is, what the provider sent. Its id stays. Nothing for an unknown one. */
    void emptyEvent(EventId event);

    /** Whether one of these ids of the provider, or of our checkouts, was an erased tenant's. */
    boolean erased(Collection<String> ids);
}
