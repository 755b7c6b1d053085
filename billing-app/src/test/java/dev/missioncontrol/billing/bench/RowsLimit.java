package dev.missioncontrol.billing.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What PostgreSQL takes at least for what an event leaves: the rows that the product writes, with their indexes, written by the
 * database itself for a whole group in one call. Nothing is sent to it, nothing is decided, and nobody reads what was written.
 */
final class RowsLimit {
    /**
     * A row as the product wrote it, for another tenant: what no index has stays as it is. Its event for applications has been handed over,
     * with a position behind which nobody reads, so that the product that is measured afterwards finds nothing to do.
     */
    private static final Map<String, String> OF_ANOTHER = Map.of(
            "tenant_id",
            "t.tenant_id",
            "pseudonym",
            "t.pseudonym",
            "subscription_id",
            "'sub_' || n",
            "event_id",
            "gen_random_uuid()::text",
            "sequence_no",
            "t.audit_length",
            "due_at",
            "null",
            "published_no",
            "-(n * 1000000 + t.audit_length)");

    /** Of calls at once: as many as keep two processors busy while some wait for the disk. */
    static final int CLIENTS = 4;

    private final Postgres postgres;
    private final PgBench pgbench;
    private final int group;

    /** @param group events of a call */
    RowsLimit(Postgres postgres, Path folder, int group) {
        this.postgres = postgres;
        this.group = group;
        pgbench = new PgBench(postgres, folder, CLIENTS);
    }

    /** Makes the function, out of the rows that were kept of the first tenant. */
    void prepare() {
        postgres.run("""
                create or replace function limit_rows(events int, of_tenants int) returns void language plpgsql
                set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
                declare picked bigint[]; ids text[]; subs text[];
                begin
                  select array_agg(n), array_agg('bench' || n), array_agg('sub_' || n) into picked, ids, subs from
                    (select distinct floor(random() * of_tenants)::bigint n from generate_series(1, events)) one;
                  perform 1 from billing.tenants where tenant_id = any(ids) order by tenant_id for update;
                  perform 1 from billing.tracked_subscriptions where subscription_id = any(subs) order by subscription_id for update;
                  update billing.tenants set audit_head = md5(random()::text) || md5('x'), audit_length = audit_length + 1,
                    event_length = event_length + 1 where tenant_id = any(ids);
                  update billing.subscriptions set seats = seats + 1, as_of = now(), updated_at = now() where tenant_id = any(ids);
                  update billing.tracked_subscriptions set dirty = dirty + 1, row_version = row_version + 1, updated_at = now()
                    where subscription_id = any(subs);
                  insert into billing.marked_subscriptions (subscription_id, marked_since, due_at)
                    select s, now(), now() from unnest(subs) s on conflict do nothing;
                %s  insert into billing.billing_changes (tenants) values (array_to_string(ids, ' '));
                end $$
                """.formatted(insert("webhook_events") + insert("billing_audit") + insert("billing_outbox")));
    }

    private String insert(String table) {
        Set<String> columns = postgres.texts("select column_name, data_type from information_schema.columns"
                        + " where table_schema = 'billing' and table_name = '" + table
                        + "' and column_name <> 'ordinal' order by 1")
                .keySet();
        return "insert into billing." + table + " (" + String.join(", ", columns) + ") select "
                + columns.stream()
                        .map(name -> OF_ANOTHER.getOrDefault(name, "kept." + name))
                        .collect(Collectors.joining(", "))
                + " from unnest(picked) n join billing.tenants t on t.tenant_id = 'bench' || n cross join first_"
                + table
                + " kept;\n";
    }

    /** Events a second. */
    double run(int tenants, Duration time) {
        return pgbench.run("select limit_rows(" + group + ", :tenants);", tenants, time) * group;
    }
}
