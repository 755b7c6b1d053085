package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.TenantId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What must be remembered. Implemented by a database adapter and, for tests, in memory.
 *
 * <p>Every change goes through one transaction, serialised per tenant by {@link Accounts#lockTenant}. Leases and due times
 * go by the store's own clock, so that a node with a wrong one locks nothing out.
 *
 * <p>Moments keep their microseconds; what is finer is cut, never rounded, so that nothing moves into the future. Texts may
 * hold any character but the one with the code 0. Ids are compared, and come in the order, of {@link String#compareTo}.
 * A write for a tenant that was never made is an {@link IllegalStateException}: no repetition would help it.
 */
public interface BillingStore {
    /**
     * Runs {@code work} in a transaction of its own (never a host's) and commits it; rolls back if it throws.
     *
     * @throws IllegalStateException if called inside a transaction of this store, which goes on
     * @throws StoreException if the store can't be reached, or could not commit; nothing of the work is then stored
     * @throws RuntimeException whatever {@code work} throws, unchanged
     */
    <T> T inTransaction(Function<BillingTransaction, T> work);

    /**
     * As {@link #inTransaction(Function)}, for work that is about this tenant alone. A store may see to it that it reaches no
     * other's rows.
     */
    default <T> T inTransaction(TenantId tenant, Function<BillingTransaction, T> work) {
        return inTransaction(work);
    }

    /**
     * What a tenant's status is made of; absent if it never had anything. Applications ask for it all the time, and for nothing
     * beside it: a store that can answers it with one statement, and no transaction around that.
     *
     * @throws IllegalStateException if called inside a transaction of this store, which goes on
     * @throws StoreException if the store can't be reached
     */
    default Optional<Standing> standing(TenantId tenant) {
        return inTransaction(
                tenant,
                tx -> tx.accounts()
                        .current(tenant)
                        .map(stored -> new Standing(
                                stored, stored.current().subscription().flatMap(tx.accounts()::planned))));
    }

    /**
     * The same of several tenants; those that never had anything are left out. What is answered of each was so at a moment
     * within this call.
     *
     * @throws IllegalStateException if called inside a transaction of this store, which goes on
     * @throws StoreException if the store can't be reached; nothing is then known of any
     */
    default Map<TenantId, Standing> standings(Set<TenantId> tenants) {
        Map<TenantId, Standing> found = new HashMap<>();
        for (TenantId tenant : tenants) standing(tenant).ifPresent(one -> found.put(tenant, one));
        return found;
    }

    /**
     * Whether {@link #standings} is one look at the store, and so worth waiting for others who ask at the same time. Where not,
     * as where a store lets no statement see more than one tenant, each is asked for by itself.
     */
    default boolean readsTogether() {
        return false;
    }

    /**
     * As {@link #inTransaction(Function)}, told beforehand what the work will ask for. A store may read that at once, keep
     * what the work writes to itself, and write it down at the end: the work sees no difference but in time.
     */
    default <T> T inTransaction(Expected expected, Function<BillingTransaction, T> work) {
        return inTransaction(work);
    }

    /**
     * Called once when the store becomes part of a {@code Billing}: a store without a clock of its own takes this one for
     * leases and due times; a database has its own and ignores it.
     */
    default void follow(InstantSource clock) {}
}
