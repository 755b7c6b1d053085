package dev.missioncontrol.billing.bench;

import java.util.List;
import java.util.Map;

/** Tenants {@code bench1}, {@code bench2}, ... made in SQL out of the rows that the product itself wrote for {@code bench0}. */
final class Clones {
    /** What a tenant has as long as it is one. */
    static final List<String> STANDING = List.of("tenants", "customers", "tracked_subscriptions", "subscriptions");

    /** What an event leaves: for so long as events, decisions and deliveries are kept. */
    static final List<String> LEFT = List.of("webhook_events", "billing_audit", "billing_outbox");

    /** Rows a statement: a hundred thousand keep the log of one transaction small. */
    private static final int CHUNK = 100_000;

    private final Postgres postgres;

    Clones(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Keeps the rows of {@code bench0} as they are now, to clone from however much is measured on that tenant: bound to its customer, as
     * a checkout does, since the event came without one; fetched, so that no worker has anything to do.
     */
    void keepFirst() {
        postgres.run(
                "insert into billing.customers (tenant_id, provider, customer_id, livemode, gone, generation, created_at,"
                        + " updated_at) values ('bench0', 'stripe', 'cus_0', false, false, 1, now(), now()) on conflict do nothing",
                Drain.UNMARKED,
                "update billing.tracked_subscriptions set synced = dirty, provisional = false",
                "update billing.subscriptions set provisional = false");
        for (List<String> tables : List.of(STANDING, LEFT))
            for (String table : tables)
                postgres.run("create table " + kept(table) + " as select * from billing." + table
                        + " where tenant_id = 'bench0'");
    }

    /**
     * Forgets the subscriptions that came and went in other measurements: the provider knows nothing of them, and each would be
     * asked for.
     */
    void forgetOthers() {
        for (String table : List.of("customers", "subscriptions", "tracked_subscriptions"))
            postgres.run("delete from billing." + table + " where tenant_id like 'benchm%'");
        postgres.settle();
    }

    /** Makes these rows of the tenants from this one up to that one, which is left out. */
    void make(List<String> tables, int from, int upTo) {
        for (String table : tables) {
            Map<String, String> columns = postgres.texts("select column_name, data_type from information_schema.columns"
                    + " where table_schema = 'billing' and table_name = '" + table + "' order by 1");
            String names = String.join(", ", columns.keySet());
            String values = String.join(
                    ", ",
                    columns.entrySet().stream()
                            .map(column -> value(column.getKey(), column.getValue()))
                            .toList());
            for (int first = Math.max(1, from); first < upTo; first += CHUNK)
                // What refers to what is known: nothing has to be looked up. A chunk that is lost with the machine ends
                // the run.
                postgres.run(
                        "set session_replication_role = replica",
                        "set synchronous_commit = off",
                        "insert into billing." + table + " (" + names + ") select " + values + " from " + kept(table)
                                + ", generate_series(" + first + ", " + Math.min(upTo - 1, first + CHUNK - 1)
                                + ") n on conflict do nothing");
        }
        postgres.settle();
    }

    private static String kept(String table) {
        return "first_" + table;
    }

    /** Every id of {@code bench0} with its number in it becomes the clone's. */
    private static String value(String name, String type) {
        // A position of its own, behind which nobody reads.
        if (name.equals("published_no")) return "-n";
        if (name.equals("event_id")) return "event_id || '-' || n";
        if (name.equals("pseudonym")) return "pseudonym || '-' || n";
        if (!type.contains("character")) return name;
        return "replace(replace(replace(" + name
                + ", 'sub_0', 'sub_' || n), 'cus_0', 'cus_' || n), 'bench0', 'bench' || n)";
    }
}
