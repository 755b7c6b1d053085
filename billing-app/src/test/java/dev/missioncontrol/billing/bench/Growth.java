package dev.missioncontrol.billing.bench;

import java.util.List;
import java.util.Locale;

/** What a tenant takes in the database, and what each event leaves there until it is purged: tables with their indexes. */
final class Growth {
    /** As many as say it well: with more it takes no more and no less of them. */
    private static final int MOST_EVENTS = 100_000;

    private final Postgres postgres;
    private final Report report;

    Growth(Postgres postgres, Report report) {
        this.postgres = postgres;
        this.report = report;
    }

    /** Clones up to so many tenants, and says what each of the new ones takes. */
    void tenants(int from, int upTo) {
        measure(
                Report.tag("a tenant", upTo),
                Clones.STANDING,
                upTo - Math.max(1, from),
                () -> new Clones(postgres).make(Clones.STANDING, from, upTo));
    }

    /** Clones what one event of the product's own left, once for each tenant but the first. */
    void events(int tenants) {
        int upTo = Math.min(tenants, MOST_EVENTS);
        measure("an event", Clones.LEFT, upTo - 1, () -> new Clones(postgres).make(Clones.LEFT, 1, upTo));
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
