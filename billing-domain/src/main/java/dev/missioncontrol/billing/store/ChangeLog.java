package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.Set;

/**
 * Which tenants may have something else than before: for those who remember what tenants have, on this node and on others. Who
 * changes what {@link Accounts#current} answers, or anything else that a tenant's status is made of, notes the tenant in the same
 * transaction.
 */
public interface ChangeLog {
    /**
     * What was noted.
     *
     * @param position to go on after; smaller than the one asked for where the store is another than before, for example an
     *     older copy: then nothing that is remembered counts
     * @param tenants those noted after the position asked for, each once
     * @param all whether there were more than could be told: then any tenant may have something else
     */
    record Seen(long position, Set<TenantId> tenants, boolean all) {}

    /** Notes a tenant for whoever looks once this transaction has committed. Waits for no other transaction. */
    void note(TenantId tenant);

    /**
     * What was noted after this position, by every transaction that had committed when this one looked, in whatever order they
     * began: a late one is not missed.
     *
     * @param limit most tenants told
     */
    Seen since(long position, int limit);

    /** Removes notes that could be seen for longer than this, by the store's clock; at most {@code limit}. Returns how many. */
    int forget(Duration age, int limit);
}
