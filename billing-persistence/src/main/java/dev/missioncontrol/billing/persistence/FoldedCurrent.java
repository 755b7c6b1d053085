package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What tenants that are held have: as read or derived last, and what is still to be written. */
final class FoldedCurrent {
    private final Pipeline pipeline;
    private final Map<TenantId, Optional<StoredSubscription>> known = new HashMap<>();
    private final Map<TenantId, StoredSubscription> toUpdate = new LinkedHashMap<>();
    private final Map<TenantId, StoredSubscription> toInsert = new LinkedHashMap<>();
    private Optional<Instant> at = Optional.empty();

    FoldedCurrent(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Asks what these have, behind their rows. */
    void askOf(Collection<TenantId> tenants) {
        Set<TenantId> all = new HashSet<>(tenants);
        pipeline.ask(CurrentRows.ofAll(all), CurrentRows::stored, found -> keep(all, found));
    }

    private void keep(Set<TenantId> asked, List<StoredSubscription> found) {
        asked.forEach(tenant -> known.put(tenant, Optional.empty()));
        found.forEach(one -> known.put(one.tenant(), Optional.of(one)));
    }

    boolean knows(TenantId tenant) {
        return known.containsKey(tenant);
    }

    /** Of one that {@link #knows} knows. */
    Optional<StoredSubscription> of(TenantId tenant) {
        return known.get(tenant);
    }

    /** Whether what waits has to be written before anything of this moment: what is written together has one. */
    boolean waitsOfAnotherMoment(Instant now) {
        return at.filter(before -> !before.equals(now)).isPresent();
    }

    /** Of one that {@link #knows} knows. */
    void save(StoredSubscription derived, Instant now) {
        at = Optional.of(now);
        boolean stored = of(derived.tenant()).isPresent() && !toInsert.containsKey(derived.tenant());
        (stored ? toUpdate : toInsert).put(derived.tenant(), derived);
        known.put(derived.tenant(), Optional.of(derived));
    }

    /** Brings what waits to be written. */
    void write() {
        at.ifPresent(this::write);
        at = Optional.empty();
    }

    private void write(Instant now) {
        if (!toUpdate.isEmpty()) {
            int updated = toUpdate.size();
            pipeline.write(
                    CurrentRows.update(toUpdate.values(), now),
                    written -> Written.all(written, updated, "what tenants have"));
        }
        if (!toInsert.isEmpty()) {
            int fresh = toInsert.size();
            pipeline.write(
                    CurrentRows.insert(toInsert.values(), now),
                    written -> Written.all(written, fresh, "what tenants have"));
        }
        toUpdate.clear();
        toInsert.clear();
    }
}
