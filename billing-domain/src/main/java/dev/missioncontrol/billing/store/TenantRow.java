package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.store.Listings.TenantLine;

/** A row of a list of tenants: the tenant with what it has, or that it can't be read. */
public sealed interface TenantRow {
    /** Whose it is, as stored; where the row can't be read it may be no tenant's id. */
    String tenant();

    /**
     * One that can be read.
     *
     * @param line what it holds
     */
    record Readable(TenantLine line) implements TenantRow {
        @Override
        public String tenant() {
            return line.tenant().value();
        }
    }

    /**
     * One that is not as it was written, or that this version can't read.
     *
     * @param tenant whose it is, as stored
     * @param fault why it can't be read
     */
    record Unreadable(String tenant, RuntimeException fault) implements TenantRow {
        /** Which row it is and why, for an operator. */
        public String words() {
            return "the tenant " + Shown.of(tenant) + " in tenants, or what it has in subscriptions: " + fault;
        }
    }
}
