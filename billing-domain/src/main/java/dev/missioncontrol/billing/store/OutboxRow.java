package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.BillingEvent;

/** A row of the outbox: the event that it holds, or that it can't be read. */
public sealed interface OutboxRow {
    /** Whose it is, as stored; where the row can't be read it may be no tenant's id. */
    String tenant();

    /**
     * What it holds.
     *
     * @throws RuntimeException the fault, if it can't be read
     */
    BillingEvent event();

    /**
     * One that can be read.
     *
     * @param event what it holds
     */
    record Readable(BillingEvent event) implements OutboxRow {
        @Override
        public String tenant() {
            return event.tenant().value();
        }
    }

    /**
     * One that is not as it was written, or that this version can't read.
     *
     * @param tenant whose it is, as stored
     * @param sequence which of that tenant's
     * @param fault why it can't be read
     */
    record Unreadable(String tenant, long sequence, RuntimeException fault) implements OutboxRow {
        @Override
        public BillingEvent event() {
            throw fault;
        }

        /** Which row it is and why, for an operator. */
        public String words() {
            return "event " + sequence + " of the tenant " + Shown.of(tenant) + " in billing_outbox: " + fault;
        }
    }
}
