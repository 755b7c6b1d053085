package dev.missioncontrol.billing.simulation;

/** Mistakes that somebody could make in the algorithm: each must be found, or the simulator finds nothing. */
enum Fault {
    /** As it is in production. */
    NONE,
    /** A fetch clears the mark instead of moving {@code synced} to what it remembered. */
    DIRTY_CLEARED_BY_FETCH,
    /** The provider is answered before the event is stored. */
    ACKNOWLEDGED_BEFORE_INSERT,
    /** Only what a node heard itself is fetched, and a crash forgets that. */
    NO_POLLER_AFTER_A_CRASH,
    /** A payload of the same second as what is known is taken. */
    PAYLOAD_ON_THE_SAME_SECOND,
    /** A payload is written without a new row version. */
    PAYLOAD_WITHOUT_ROW_VERSION,
    /** A fetch is written whatever happened meanwhile. */
    NEITHER_FENCE_NOR_ROW_VERSION,
    /** Whether an event is new is asked in one transaction, and it is applied in another. */
    EXISTS_THEN_INSERT,
    /** An end is applied to what the tenant has now. */
    CANCEL_BY_TENANT,
    /** How new a fetch is, is taken from the node's clock. */
    LOCAL_CLOCK_AS_BASIS,
    /** A call that timed out is made again under another key. */
    NEW_IDEMPOTENCY_KEY_AFTER_A_TIMEOUT,
    /** Metadata moves a bound subscription to another tenant. */
    METADATA_OVER_BINDING,
    /** A lease outlives its node. */
    LEASE_NEVER_ENDS,
    /** A fetch is written beside rows that were read before the tenant was locked. */
    WRITE_WITHOUT_TENANT_LOCK,
    /** A 404 ends the subscription. */
    MISSING_TAKEN_AS_END,
    /** An invoice's event moves {@code basis}. */
    BASIS_MOVED_BY_INVOICE,
    /** What waits for an owner is not looked at again. */
    UNBOUND_NEVER_TRIED_AGAIN,
    /** A mark counts as a new version of the row. */
    ROW_VERSION_BUMPED_BY_MARK,
    /** The plan is kept as it was derived once. */
    PLAN_STORED_INSTEAD_OF_DERIVED,
    /** A canceled subscription can come back. */
    TERMINAL_REVIVED,
    /** A change is told to applications without a row in the audit. */
    NO_AUDIT_ROW
}
