package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** {@link ChangeLog} in a table whose rows get their numbers from those who look, never from those who note. */
final class JdbiChangeLog implements ChangeLog {
    /** Most rows numbered in one transaction, so that it stays within its bounds; when there are more, all is said to have changed. */
    static final int MOST_NUMBERED = 5_000;

    private static final String COUNTED =
            "select counted from {schema}.billing_counters where counter_name = 'changes'";

    private final Handle handle;

    JdbiChangeLog(Handle handle) {
        this.handle = handle;
    }

    /** Between tenants that one row is about: no id has it. */
    private static final String BETWEEN = "\n";

    private static final Sql NOTE_ONE = new Sql("insert into {schema}.billing_changes (tenant_id) values (:tenant)");
    private static final Sql NOTE_ALL = new Sql("insert into {schema}.billing_changes (tenants) values (:tenants)");

    @Override
    public void note(TenantId tenant) {
        noting(List.of(tenant)).execute(handle);
    }

    /** All of them, in one row where they are several: whoever looks is told of all or of none. */
    static BoundStatement noting(Collection<TenantId> tenants) {
        String ids = tenants.stream().map(TenantId::value).collect(Collectors.joining(BETWEEN));
        return tenants.size() == 1
                ? NOTE_ONE.with("tenant", Value.text(ids))
                : NOTE_ALL.with("tenants", Value.text(ids));
    }

    private record Glance(long counted, boolean waiting) {}

    @Override
    public Seen since(long position, int limit) {
        // One statement where nothing happened, which is nearly always.
        Glance glance = handle.createQuery("select counted, (select count(*) from (select change_id from"
                        + " {schema}.billing_changes where seen_no is null limit 1) waiting)"
                        + " from {schema}.billing_counters where counter_name = 'changes'")
                .map((row, context) -> new Glance(row.getLong(1), row.getInt(2) > 0))
                .one();
        boolean more = glance.waiting() && number() == MOST_NUMBERED;
        long counted = glance.waiting() ? counted() : glance.counted();
        if (more) return new Seen(counted, Set.of(), true);
        if (counted <= position) return new Seen(counted, Set.of(), false);
        List<String> rows = rows(position, counted, limit);
        // Rows that are left out may be about anybody, however few tenants those are about that were read.
        if (rows.size() > limit) return new Seen(counted, Set.of(), true);
        Set<TenantId> tenants = rows.stream()
                .flatMap(ids -> Stream.of(ids.split(BETWEEN)))
                .map(TenantId::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean all = tenants.size() > limit;
        return new Seen(counted, all ? Set.of() : tenants, all);
    }

    /** Numbers those that have none, all alike: they are told together or not at all. */
    private int number() {
        handle.createUpdate("update {schema}.billing_counters set counted = counted + 1 where counter_name = 'changes'")
                .execute();
        return handle.createUpdate("update {schema}.billing_changes set seen_no = (" + COUNTED
                        + "), seen_at = current_timestamp where change_id in (select change_id from"
                        + " {schema}.billing_changes where seen_no is null limit :limit)")
                .bind("limit", MOST_NUMBERED)
                .execute();
    }

    private long counted() {
        return handle.createQuery(COUNTED).mapTo(Long.class).one();
    }

    /** What rows are about, one more than {@code most} where there are more. */
    private List<String> rows(long after, long upTo, int most) {
        return handle.createQuery("select distinct coalesce(tenants, tenant_id) from {schema}.billing_changes"
                        + " where seen_no > :after and seen_no <= :upTo limit :limit")
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", most + 1L)
                .map((row, context) -> row.getString(1))
                .list();
    }

    @Override
    public int forget(Duration age, int limit) {
        // None goes that nobody could see: where no node remembers anything, this is who looks.
        number();
        // Of the first ones those that are old enough: they were seen in the order of their numbers.
        return handle.createUpdate("delete from {schema}.billing_changes where change_id in (select change_id from"
                        + " (select change_id, seen_at from {schema}.billing_changes where seen_no is not null"
                        + " order by seen_no limit :limit) firsts where seen_at <= " + JdbiTransaction.IN_MILLIS + ")")
                .bind("millis", -age.toMillis())
                .bind("limit", limit)
                .execute();
    }
}
