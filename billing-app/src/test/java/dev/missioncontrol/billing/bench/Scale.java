package dev.missioncontrol.billing.bench;

import java.util.List;
import java.util.Map;

/**
 * Whether intake and reads keep their pace however many tenants there are. Nothing is remembered of a status, so that every read
 * asks the database, and both go over all tenants; the limits beside them say what PostgreSQL alone still does.
 */
final class Scale {
    private final Stage stage;
    private final Settings settings;
    private final Report report;
    private final Traffic traffic;
    private final PgBench pgbench;
    private final RowsLimit rows;
    private final SharedReads shared;
    private final int fewest;

    /** @param fewest the number of tenants that all others are held to */
    Scale(Stage stage, int fewest) {
        this.stage = stage;
        this.fewest = fewest;
        settings = stage.settings();
        report = stage.report();
        traffic = new Traffic(stage);
        pgbench = new PgBench(stage.postgres(), settings.folder(), settings.connections());
        // While one half of the clients' requests is answered by the database, the other is by the server.
        int group = Math.max(1, settings.connections() / 2);
        rows = new RowsLimit(stage.postgres(), settings.folder(), group);
        shared = new SharedReads(stage.postgres(), settings.folder(), group);
    }

    void measure(int tenants) {
        stage.postgres().forgetEvents();
        pgbench.prepare(tenants);
        rows.prepare();
        try (Server bare = stage.bare();
                Server intake = stage.product(Map.of());
                Server reader = stage.product(Map.of("BILLING_STATUS_CACHE", "0"))) {
            bare.answers(Requests.get(BareServer.STATUS, new Tokens().of("bench0")));
            intake.answers(Requests.get("/health/ready"));
            reader.answers(Requests.get("/health/ready"));
            Stage.say("warming up");
            traffic.webhooks(intake, Events.Kind.UNIQUE, tenants, -1, settings.warmUp(), 0);
            traffic.readsOfAll(reader, Traffic.STATUS, tenants, -1, settings.warmUp());
            traffic.readsOfAll(bare, BareServer.STATUS, tenants, -1, settings.warmUp());
            stage.postgres().analyze();
            for (int round = 0; round < settings.rounds(); round++) {
                Stage.say("round " + (round + 1) + " of " + settings.rounds());
                intakeRound(intake, tenants, round);
                readRound(bare, reader, tenants, round);
            }
        }
    }

    private void intakeRound(Server intake, int tenants, int number) {
        limit(
                "pgbench, one transaction an event",
                tenants,
                pgbench.run(PgBench.ONE_TRANSACTION, tenants, settings.time()));
        limit("PostgreSQL alone, the rows of an event", tenants, rows.run(tenants, settings.time()));
        String webhooks = "growth: webhooks, unique";
        new Meter(stage.postgres(), List.of(intake))
                .during(() -> traffic.webhooks(intake, Events.Kind.UNIQUE, tenants, number, settings.time(), 0))
                .addWithLogTo(report, Report.tag(webhooks, tenants), few(webhooks, tenants));
    }

    private void readRound(Server bare, Server reader, int tenants, int number) {
        String select =
                limit("pgbench, select by tenant", tenants, pgbench.run(PgBench.SELECT, tenants, settings.time()));
        Load.Outcome answered = traffic.readsOfAll(bare, BareServer.STATUS, tenants, number, settings.time());
        double read = shared.run(tenants, settings.time());
        report.add(Report.tag("limit: bare Javalin, a token of any tenant checked", tenants), select, answered);
        report.add(
                Report.tag("limit: PostgreSQL alone, tenants that are asked for at once", tenants),
                read,
                "1/s",
                select,
                "");
        report.add(
                Report.tag("limit: both of these, on the same processors", tenants),
                1 / (1 / answered.perSecond() + 1 / read),
                "1/s",
                select,
                "");
        String status = "growth: status, asked of the database";
        Meter.Metered asked = new Meter(stage.postgres(), List.of(reader))
                .during(() -> traffic.readsOfAll(reader, Traffic.STATUS, tenants, number, settings.time()));
        asked.addTo(report, Report.tag(status, tenants), few(status, tenants));
        report.add(Report.tag("status, asked of the database, to pgbench", tenants), select, asked.outcome());
    }

    /** @return its name with the number of tenants */
    private String limit(String name, int tenants, double rate) {
        String whole = "growth: limit: " + name;
        report.add(Report.tag(whole, tenants), rate, "1/s", few(whole, tenants), "");
        return Report.tag(whole, tenants);
    }

    private String few(String name, int tenants) {
        return tenants == fewest ? "" : Report.tag(name, fewest);
    }
}
