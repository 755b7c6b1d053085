package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A decision about a tenant: who or what made it, by which rule, and what the tenant had before and after. Rows form a
 * chain: each holds the hash of the one before, over the tenant's pseudonym.
 *
 * @param tenant whose
 * @param pseudonym what the chain calls it
 * @param sequence counts a tenant's rows from 1
 * @param at when it was decided, by our clock
 * @param actor who or what: {@code webhook}, {@code refresh}, {@code checkout}, {@code operator}, {@code catalog}
 * @param event the provider's event that led to it
 * @param rule which rule decided, and why
 * @param before what the tenant had
 * @param after what it has
 * @param previousHash hash of the row before, empty for the first
 * @param hash of this row
 */
public record AuditEntry(
        TenantId tenant,
        String pseudonym,
        long sequence,
        Instant at,
        String actor,
        Optional<EventId> event,
        String rule,
        CurrentSubscription before,
        CurrentSubscription after,
        String previousHash,
        String hash) {

    /** As stores keep it, or a chain would not verify of which somebody typed what no database holds. */
    public AuditEntry {
        actor = StorableText.of(actor);
        rule = StorableText.of(rule);
    }

    /** The next row of this tenant's chain. */
    public static AuditEntry next(
            TenantRecord tenant,
            Instant at,
            String actor,
            Optional<EventId> event,
            String rule,
            CurrentSubscription before,
            CurrentSubscription after) {
        AuditEntry open = new AuditEntry(
                tenant.id(),
                tenant.pseudonym(),
                tenant.auditLength() + 1,
                at,
                actor,
                event,
                rule,
                before,
                after,
                tenant.auditHead(),
                "");
        return new AuditEntry(
                open.tenant,
                open.pseudonym,
                open.sequence,
                at,
                actor,
                event,
                rule,
                before,
                after,
                open.previousHash,
                open.computedHash());
    }

    /**
     * What {@link #hash} must be for this row to be as it was written: SHA-256, in lower-case hexadecimal digits, over a text
     * of all fields but the tenant's own id. {@code docs/audit.md} says how another program makes it from what is stored.
     */
    public String computedHash() {
        return Sha256.hex(AuditText.of(this));
    }
}
