package dev.missioncontrol.billing.persistence;

/** How a schema in the database stands to the one that this version was written for. */
public enum SchemaState {
    /** The same: ready for use. */
    UP_TO_DATE,
    /** Migrations are still to be run: {@link JdbiBillingStore#migrate}. */
    BEHIND,
    /** A later version has migrated it; this one may go on reading and writing, since migrations only add. */
    NEWER,
    /** Nothing of ours is there yet: {@link JdbiBillingStore#migrate}. */
    ABSENT,
    /** A migration failed half way, or was changed after it ran: an operator must look. */
    BROKEN;

    /** Whether this version can work with it. */
    public boolean usable() {
        return this == UP_TO_DATE || this == NEWER;
    }
}
