package dev.missioncontrol.billing.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Webhooks and statuses a second, beside what PostgreSQL and a web server that does nothing can do at most. */
final class Throughput {
    private static final String PG_TRANSACTION = "limit: pgbench, one transaction an event";
    private static final String READ_POST = "limit: bare Javalin, 6 KB posted, believed and read";
    private static final String ROWS =
            "limit: PostgreSQL alone, the rows of an event, half of the connections' events a call";
    private static final String BOTH = "limit: both of these, on the same processors";
    private static final String PG_PACED = "at half of that load: pgbench, one transaction an event";
    private static final String PG_SELECT = "limit: pgbench, select by tenant";
    private static final String BARE_POST = "limit: bare Javalin, 6 KB posted";
    private static final String BARE_STATUS = "limit: bare Javalin, token checked";

    private final Stage stage;
    private final Settings settings;
    private final Report report;
    private final Traffic traffic;
    private final PgBench pgbench;
    private final RowsLimit rows;
    private final Checkouts checkouts;

    Throughput(Stage stage) {
        this.stage = stage;
        settings = stage.settings();
        report = stage.report();
        traffic = new Traffic(stage);
        pgbench = new PgBench(stage.postgres(), settings.folder(), settings.connections());
        checkouts = new Checkouts(stage.postgres());
        // While one half of the clients' events is written, the other is read.
        rows = new RowsLimit(stage.postgres(), settings.folder(), Math.max(1, settings.connections() / 2));
    }

    void measure(int tenants) {
        boolean webhooks = settings.what().contains("webhooks");
        boolean reads = settings.what().contains("reads");
        if (!webhooks && !reads) return;
        stage.postgres().forgetEvents();
        pgbench.prepare(tenants);
        rows.prepare();
        checkouts.begin(tenants);
        try (Server bare = stage.bare();
                Server reading = stage.reading();
                Server product = stage.product(Map.of())) {
            bare.answers(Requests.get(BareServer.STATUS, new Tokens().of("bench0")));
            reading.answers(Requests.get(BareServer.STATUS, new Tokens().of("bench0")));
            product.answers(Requests.get("/health/ready"));
            Stage.say("warming up");
            if (webhooks) warmUpWebhooks(product, List.of(bare, reading), tenants);
            if (reads) warmUpReads(product, bare, tenants);
            stage.postgres().analyze();
            Meter meter = new Meter(stage.postgres(), List.of(product));
            for (int round = 0; round < settings.rounds(); round++) {
                Stage.say("round " + (round + 1) + " of " + settings.rounds());
                if (webhooks) webhookRound(product, meter, bare, reading, tenants, round);
                if (reads) readRound(product, meter, bare, tenants);
            }
            report.add(Report.tag("PSS under load", tenants), product.pssMegabytes());
        }
    }

    /** At half of the load as well: groups are small then, and what is compiled for them is something else. */
    private void warmUpWebhooks(Server product, List<Server> limits, int tenants) {
        double rate = traffic.webhooks(product, Events.Kind.UNIQUE, tenants, -1, settings.warmUp(), 0)
                .perSecond();
        traffic.webhooks(
                product, Events.Kind.UNIQUE, tenants, -2, settings.warmUp().dividedBy(3), Math.max(1, (int)
                        (rate / 2)));
        // As long as the product: a limit that is not warm yet is none.
        for (Server limit : limits) traffic.webhooks(limit, Events.Kind.UNIQUE, tenants, -1, settings.warmUp(), 0);
    }

    private void warmUpReads(Server product, Server bare, int tenants) {
        traffic.readsOfFew(product, Traffic.STATUS, tenants, settings.warmUp());
        traffic.readsOfFew(bare, BareServer.STATUS, tenants, settings.warmUp());
    }

    private void webhookRound(Server product, Meter meter, Server bare, Server reading, int tenants, int round) {
        String limit = Report.tag(PG_TRANSACTION, tenants);
        report.add(limit, pgbench.run(PgBench.ONE_TRANSACTION, tenants, settings.time()), "1/s", "", "");
        Load.Outcome posted = traffic.webhooks(bare, Events.Kind.UNIQUE, tenants, round, settings.time(), 0);
        report.add(Report.tag(BARE_POST, tenants), limit, posted);
        leastOfEach(reading, tenants, round, limit);
        double rate = 0;
        for (Events.Kind kind : Events.Kind.values()) {
            if (kind == Events.Kind.MIXED) checkouts.beginAgain();
            Meter.Metered one = meter.during(() -> traffic.webhooks(product, kind, tenants, round, settings.time(), 0));
            if (kind == Events.Kind.UNIQUE) {
                rate = one.outcome().perSecond();
                report.add(
                        Report.tag("webhooks: unique, to both", tenants), rate, "1/s", Report.tag(BOTH, tenants), "");
            }
            one.addWithLogTo(report, Report.tag("webhooks: " + kind.name().toLowerCase(Locale.ROOT), tenants), limit);
        }
        halfRound(product, tenants, round, Math.max(1, (int) (rate / 2)));
    }

    /** What an event takes of a web server and of PostgreSQL whatever is between them: who does all of it has both to do. */
    private void leastOfEach(Server reading, int tenants, int round, String limit) {
        Load.Outcome read = traffic.webhooks(reading, Events.Kind.UNIQUE, tenants, round, settings.time(), 0);
        report.add(Report.tag(READ_POST, tenants), limit, read);
        double written = rows.run(tenants, settings.time());
        report.add(Report.tag(ROWS, tenants), written, "1/s", limit, "");
        report.add(Report.tag(BOTH, tenants), 1 / (1 / read.perSecond() + 1 / written), "1/s", limit, "");
    }

    /** Beside PostgreSQL at the same pace: where the disk lets all wait for a while, it has those latencies too. */
    private void halfRound(Server product, int tenants, int round, int perSecond) {
        String limit = Report.tag(PG_PACED, tenants);
        report.addWithLatencies(limit, "", pgbench.run(PgBench.ONE_TRANSACTION, tenants, settings.time(), perSecond));
        report.addWithLatencies(
                Report.tag("at half of that load: webhooks", tenants),
                limit,
                traffic.webhooks(product, Events.Kind.UNIQUE, tenants, 1_000 + round, settings.time(), perSecond));
    }

    private void readRound(Server product, Meter meter, Server bare, int tenants) {
        String select = Report.tag(PG_SELECT, tenants);
        report.add(select, pgbench.run(PgBench.SELECT, tenants, settings.time()), "1/s", "", "");
        String limit = Report.tag(BARE_STATUS, tenants);
        report.add(limit, select, traffic.readsOfFew(bare, BareServer.STATUS, tenants, settings.time()));
        Meter.Metered read = meter.during(() -> traffic.readsOfFew(product, Traffic.STATUS, tenants, settings.time()));
        read.addTo(report, Report.tag("status, to pgbench", tenants), select);
        report.add(Report.tag("status, to a bare endpoint", tenants), limit, read.outcome());
    }
}
