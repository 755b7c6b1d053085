package dev.missioncontrol.billing.persistence;

/** How a schema in the database stands to the one that this version was written for. */
public enum SchemaState {
    /** The same: ready for use. */
    UP_TO_DATE,
    /** Migrations are still to be run: {@link JdbiBillingStore#migrate}. */
    BEHIND,
    /**
     * A later version has migrated it: start that one, and not this one ({@link JdbiBillingStore#migrate} throws). A node of this one
     * that runs already may go on, since migrations only add.
     */
    NEWER,
    /** Nothing of ours is there yet: {@link JdbiBillingStore#migrate}. */
    ABSENT,
    /** A migration failed half way, or was changed after it ran: an operator must look. */
    BROKEN
}
