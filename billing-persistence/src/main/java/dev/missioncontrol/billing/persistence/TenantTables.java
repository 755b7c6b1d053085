package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import java.util.List;

/**
 * Where something of a tenant is stored. A table that is added with a tenant, a pseudonym, a customer or a subscription in it
 * has a line here, or {@code TenantTablesTest} fails: it is what exporting and erasing go by.
 */
final class TenantTables {
    /** What becomes of a tenant's rows when it is erased. */
    enum Fate {
        /** They are removed. */
        REMOVED,
        /** They are removed by the ids of the subscriptions that are held, all that is known of one together. */
        HELD,
        /** They are emptied of all that is the tenant's, a batch at a time: {@link JdbiHoldings#eraseHistory}. */
        EMPTIED,
        /** They stay: a tombstone, a pseudonym, a hash. */
        KEPT
    }

    /**
     * A table.
     *
     * @param name its name
     * @param rows a condition for the rows that are the tenant's or speak of it, with {@code :tenant}
     * @param fate what becomes of them
     */
    record TenantTable(String name, String rows, Fate fate) {}

    private static final String OWN = "tenant_id = :tenant";

    private static final String NOBODYS_OF_ITS_CUSTOMERS =
            "tenant_id is null and customer_id in (select customer_id from {schema}.customers where " + OWN + ")";

    /** Of its own, and of those of its customers that nobody owns: each found by an index, which one condition is not. */
    private static final String OF_THOSE = "subscription_id in"
            + " (select subscription_id from {schema}.tracked_subscriptions where " + OWN
            + " union all select subscription_id from {schema}.tracked_subscriptions where " + NOBODYS_OF_ITS_CUSTOMERS
            + ")";

    /** Looked at again once a row is held: one that somebody bound to another tenant meanwhile is not this one's. */
    private static final String TRACKED = OF_THOSE + " and (" + OWN + " or " + NOBODYS_OF_ITS_CUSTOMERS + ")";

    /**
     * Those that turned out to be its own, and those about its subscriptions that turned out to be nobody's: each found by an
     * index, which one condition is not.
     */
    private static final String EVENTS = "event_id in (select event_id from {schema}.webhook_events where " + OWN
            + " union all select event_id from {schema}.webhook_events where outcome <> '" + EventOutcome.APPLIED.word()
            + "' and " + OF_THOSE + ")";

    /** By the pseudonym, which outlives the tenant's id there. */
    private static final String AUDIT =
            "pseudonym = (select pseudonym from {schema}.tenants where tenant_id = :tenant)";

    /** In the order in which they are exported, and removed: what a condition reads stands behind what it is a condition of. */
    static final List<TenantTable> ALL = List.of(
            new TenantTable("tenants", OWN, Fate.KEPT),
            new TenantTable("subscriptions", OWN, Fate.REMOVED),
            new TenantTable("checkout_attempts", OWN, Fate.REMOVED),
            new TenantTable("seat_pushes", OWN, Fate.REMOVED),
            new TenantTable("browser_sessions", OWN, Fate.REMOVED),
            new TenantTable("billing_changes", OWN, Fate.REMOVED),
            new TenantTable("webhook_events", EVENTS, Fate.EMPTIED),
            new TenantTable("marked_subscriptions", OF_THOSE, Fate.HELD),
            new TenantTable("planned_changes", OF_THOSE, Fate.HELD),
            new TenantTable("tracked_subscriptions", TRACKED, Fate.HELD),
            new TenantTable("customers", OWN, Fate.REMOVED),
            new TenantTable("billing_outbox", OWN, Fate.REMOVED),
            new TenantTable("billing_audit", AUDIT, Fate.KEPT),
            new TenantTable("erased_references", OWN, Fate.KEPT));

    static final TenantTable WEBHOOK_EVENTS = named("webhook_events");
    static final TenantTable TRACKED_SUBSCRIPTIONS = named("tracked_subscriptions");
    static final TenantTable OUTBOX = named("billing_outbox");

    private TenantTables() {}

    private static TenantTable named(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }
}
