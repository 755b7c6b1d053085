package dev.missioncontrol.billing.store;

/** A row of a tenant's audit: the decision that it holds, or that it can't be read. */
public sealed interface AuditRow {
    /** Which of the tenant's decisions it is. */
    long sequence();

    /**
     * One that can be read.
     *
     * @param entry what it holds
     */
    record Readable(AuditEntry entry) implements AuditRow {
        @Override
        public long sequence() {
            return entry.sequence();
        }
    }

    /**
     * One that is not as it was written, or that this version can't read.
     *
     * @param sequence which of the tenant's decisions it is
     * @param fault why it can't be read
     */
    record Unreadable(long sequence, RuntimeException fault) implements AuditRow {
        /** Which row it is and why, for an operator who looks at its tenant. */
        public String words() {
            return "its decision " + sequence + " in billing_audit: " + fault;
        }
    }
}
