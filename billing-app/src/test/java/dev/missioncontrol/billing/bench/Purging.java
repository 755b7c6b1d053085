package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.Map;

/** Whether events come in as before while those that are too old are removed beside them. */
final class Purging {
    private static final String ALONE = "purge: intake at half of its highest rate";
    private static final String BESIDE = "purge: intake at half of its highest rate, beside the purge";

    /** Older than what is kept by default (90 days). */
    private static final Duration AGE = Duration.ofDays(100);

    private static final String OLD = "received_at < current_timestamp - interval '95 days'";

    /** Rows a statement. */
    private static final int CHUNK = 100_000;

    private final Stage stage;
    private final Settings settings;
    private final Report report;
    private final Traffic traffic;
    private int cloned;

    Purging(Stage stage) {
        this.stage = stage;
        settings = stage.settings();
        report = stage.report();
        traffic = new Traffic(stage);
    }

    void measure(int tenants) {
        stage.postgres().forgetEvents();
        try (Server product = stage.product(Map.of())) {
            product.answers(Requests.get("/health/ready"));
            Stage.say("warming up");
            intake(product, tenants, 3_000, settings.warmUp(), 0);
            stage.postgres().analyze();
            Load.Outcome highest = intake(product, tenants, 3_001, settings.time(), 0);
            report.add("purge: intake at its highest rate", "", highest);
            int half = Math.max(1, (int) (highest.perSecond() / 2));
            for (int round = 0; round < settings.rounds(); round++) {
                Stage.say("without the purge, round " + (round + 1) + " of " + settings.rounds());
                report.addWithLatencies(ALONE, "", intake(product, tenants, 3_100 + round, settings.time(), half));
            }
            for (int round = 0; round < settings.rounds(); round++) {
                fillUp(tenants);
                Stage.say("with the purge, round " + (round + 1) + " of " + settings.rounds());
                beside(product, tenants, 3_200 + round, half);
            }
        }
    }

    private void beside(Server product, int tenants, int round, int half) {
        stage.postgres()
                .run(
                        "update billing.billing_jobs set due_at = current_timestamp where job_name = 'purge' and lease_until"
                                + " is null");
        long before = old();
        long from = System.nanoTime();
        Load.Outcome outcome = intake(product, tenants, round, settings.time(), half);
        double seconds = (System.nanoTime() - from) / 1e9;
        long after = old();
        report.addWithLatencies(BESIDE, ALONE, outcome);
        String note = after > 0 ? "" : "all were gone before the end: give --old a larger number";
        report.add("purge: events removed", (before - after) / seconds, "1/s", "", note);
    }

    private Load.Outcome intake(Server product, int tenants, int round, Duration time, int perSecond) {
        return traffic.webhooks(product, Events.Kind.UNIQUE, tenants, round, time, perSecond);
    }

    private long old() {
        return stage.postgres().number("select count(*) from billing.webhook_events where " + OLD);
    }

    /** Clones old events of all tenants out of one that the product itself wrote, until there are as many as are wanted. */
    private void fillUp(int tenants) {
        long missing = settings.old() - old();
        Stage.say("making " + Report.number(missing) + " old events");
        String age = " - interval '" + AGE.toDays() + " days' + n * interval '1 microsecond'";
        for (long made = 0; made < missing; made += CHUNK) {
            long last = cloned + Math.min(CHUNK, missing - made);
            stage.postgres()
                    .run("insert into billing.webhook_events (event_id, event_type, created_at, received_at, livemode,"
                            + " subscription_id, tenant_id, payload, attempts, outcome, reason, payload_since)"
                            + " select 'evt_old' || n, event_type, current_timestamp" + age + ", current_timestamp"
                            + age + ", livemode, 'sub_' || n % " + tenants + ", 'bench' || n % " + tenants
                            + ", payload, attempts, outcome, reason, current_timestamp" + age
                            + " from (select * from billing.webhook_events where payload <> '' and outcome = 'applied'"
                            + " limit 1) one, generate_series(" + (cloned + 1) + ", " + last + ") n");
            cloned = (int) last;
        }
        stage.postgres().settle();
    }
}
