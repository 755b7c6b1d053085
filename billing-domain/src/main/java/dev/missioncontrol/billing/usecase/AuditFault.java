package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;

/**
 * Something about a tenant's audit that is not as it was written.
 *
 * @param tenant whose
 * @param sequence the row it shows at; 0 where it shows at none
 * @param kind what is wrong
 * @param sentence what was seen, for people
 */
public record AuditFault(TenantId tenant, long sequence, Kind kind, String sentence) {
    /** What is wrong. */
    public enum Kind {
        /** A row's hash is not that of what it says, or is not the one that the next row or the tenant remembers. */
        CHANGED,
        /** A row that must be there is not. */
        REMOVED,
        /** A row is there that must not be. */
        INSERTED,
        /** A row can't be read; those behind it were not looked at. */
        UNREADABLE,
        /** The tenant has something else than the last decision gave it. */
        STATE_DIFFERS
    }
}
