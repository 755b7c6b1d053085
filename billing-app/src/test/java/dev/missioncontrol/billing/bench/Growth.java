package dev.missioncontrol.billing.bench;

import java.util.List;
import java.util.Locale;

/** What a tenant takes in the database, and what each event leaves there until it is purged: tables with their indexes. */
final class Growth {
    /** What a tenant has as long as it is one. */
    private static final List<String> STANDING = Postgres.CLONED;

    /** What an event leaves: for so long as events, decisions and deliveries are kept. */
    private static final List<String> LEFT = List.of("webhook_events", "billing_audit", "billing_outbox");

    private final Postgres postgres;
    private final Report report;

    Growth(Postgres postgres, Report report) {
        this.postgres = postgres;
        this.report = report;
    }

    /** Clones up to so many tenants, and says what each of the new ones takes. */
    void tenants(int from, int upTo) {
        measure("a tenant", STANDING, upTo - Math.max(1, from), () -> postgres.clone(STANDING, from, upTo));
    }

    /** Clones what one event of the product's own left, once for each tenant but the first. */
    void events(int tenants) {
        measure("an event", LEFT, tenants - 1, () -> postgres.clone(LEFT, 1, tenants));
    }

    private void measure(String one, List<String> tables, int more, Runnable growing) {
        List<Size> before = tables.stream().map(this::size).toList();
        growing.run();
        Size all = new Size(0, 0);
        for (int i = 0; i < tables.size(); i++) {
            Size grown = size(tables.get(i)).minus(before.get(i));
            add("bytes of " + one + ": " + tables.get(i), grown, more);
            all = all.plus(grown);
        }
        add("bytes of " + one, all, more);
    }

    private void add(String name, Size grown, int more) {
        if (more <= 0) return;
        String note = String.format(
                Locale.ROOT,
                "table %.0f, indexes %.0f, over %,d",
                (double) grown.table / more,
                (double) grown.indexes / more,
                more);
        report.add(name, (double) (grown.table + grown.indexes) / more, "B", "", note);
    }

    private record Size(long table, long indexes) {
        Size minus(Size other) {
            return new Size(table - other.table, indexes - other.indexes);
        }

        Size plus(Size other) {
            return new Size(table + other.table, indexes + other.indexes);
        }
    }

    private Size size(String table) {
        long indexes = postgres.number("select pg_indexes_size('billing." + table + "')");
        return new Size(postgres.number("select pg_total_relation_size('billing." + table + "')") - indexes, indexes);
    }
}
