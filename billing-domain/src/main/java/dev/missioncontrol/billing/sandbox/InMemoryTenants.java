package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;

/** The tenants: what belongs to one is refused until it was made, as a database's foreign key would. */
final class InMemoryTenants {
    /** The one entry of the index that only keeps the ids in order. */
    private static final Boolean LISTED = true;

    private final InMemoryTable<TenantId, TenantRecord> table;
    private final InMemoryIndex<Boolean, TenantId, TenantRecord> inOrder;

    InMemoryTenants(InMemoryUndo undo) {
        table = new InMemoryTable<>(undo);
        inOrder = table.indexBy(every -> Optional.of(LISTED));
    }

    NavigableSet<TenantId> inOrder() {
        return inOrder.keys(LISTED);
    }

    Optional<TenantRecord> get(TenantId tenant) {
        return table.get(tenant);
    }

    TenantRecord require(TenantId tenant) {
        return get(tenant).orElseThrow(() -> new IllegalStateException("the tenant was never made: lock it first"));
    }

    TenantRecord getOrMake(TenantId tenant, String pseudonym, Instant now) {
        return get(tenant).orElseGet(() -> {
            TenantRecord made = new TenantRecord(tenant, pseudonym, now, Optional.empty(), "", 0, 0);
            table.put(tenant, made);
            return made;
        });
    }

    void put(TenantRecord tenant) {
        table.put(tenant.id(), tenant);
    }
}
