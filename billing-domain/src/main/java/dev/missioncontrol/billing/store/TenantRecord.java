package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant.
 *
 * @param id the host's name for it
 * @param pseudonym what the audit calls it, so that a tenant can be erased and the chain still verifies
 * @param created when it was first seen
 * @param deleted when it was deleted; a tombstone that no event revives
 * @param auditHead hash of its last audit row, empty before the first
 * @param auditLength how many audit rows it has
 * @param eventLength how many events it has sent to applications
 */
public record TenantRecord(
        TenantId id,
        String pseudonym,
        Instant created,
        Optional<Instant> deleted,
        String auditHead,
        long auditLength,
        long eventLength) {}
