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
    private final int fewest;

    /** @param fewest the number of tenants that all others are held to */
    Scale(Stage stage, int fewest) {
        this.stage = stage;
        this.fewest = fewest;
        settings = stage.settings();
        report = stage.report();
        traffic = new Traffic(stage);
        pgbench = new PgBench(stage.postgres(), settings.folder(), settings.connections());
    }

    void measure(int tenants) {
        stage.postgres().forgetEvents();
        pgbench.prepare(tenants);
        try (Server intake = stage.product(Map.of());
                Server reader = stage.product(Map.of("BILLING_STATUS_CACHE", "0"))) {
            intake.answers(Requests.get("/health/ready"));
            reader.answers(Requests.get("/health/ready"));
            Stage.say("warming up");
            traffic.webhooks(intake, Events.Kind.UNIQUE, tenants, -1, settings.warmUp(), 0);
            traffic.readsOfAll(reader, Traffic.STATUS, tenants, -1, settings.warmUp());
            stage.postgres().analyze();
            for (int round = 0; round < settings.rounds(); round++) {
                Stage.say("round " + (round + 1) + " of " + settings.rounds());
                round(intake, reader, tenants, round);
            }
        }
    }

    private void round(Server intake, Server reader, int tenants, int number) {
        limit("pgbench, one transaction an event", PgBench.ONE_TRANSACTION, tenants);
        String webhooks = "growth: webhooks, unique";
        new Meter(stage.postgres(), List.of(intake))
                .during(() -> traffic.webhooks(intake, Events.Kind.UNIQUE, tenants, number, settings.time(), 0))
                .addWithLogTo(report, Report.tag(webhooks, tenants), few(webhooks, tenants));
        limit("pgbench, select by tenant", PgBench.SELECT, tenants);
        String status = "growth: status, asked of the database";
        new Meter(stage.postgres(), List.of(reader))
                .during(() -> traffic.readsOfAll(reader, Traffic.STATUS, tenants, number, settings.time()))
                .addTo(report, Report.tag(status, tenants), few(status, tenants));
    }

    private void limit(String name, String script, int tenants) {
        String whole = "growth: limit: " + name;
        double rate = pgbench.run(script, tenants, settings.time());
        report.add(Report.tag(whole, tenants), rate, "1/s", few(whole, tenants), "");
    }

    private String few(String name, int tenants) {
        return tenants == fewest ? "" : Report.tag(name, fewest);
    }
}
