package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Webhooks and statuses a second, beside what PostgreSQL and a web server that does nothing can do at most. */
final class Throughput {
    private static final String PG_TRANSACTION = "limit: pgbench, one transaction an event";
    private static final String PG_SELECT = "limit: pgbench, select by tenant";
    private static final String BARE_POST = "limit: bare Javalin, 6 KB posted";
    private static final String BARE_STATUS = "limit: bare Javalin, token checked";

    private final Stage stage;
    private final Settings settings;
    private final Report report;
    private final PgBench pgbench;

    Throughput(Stage stage) {
        this.stage = stage;
        settings = stage.settings();
        report = stage.report();
        pgbench = new PgBench(stage.postgres(), settings.folder(), settings.connections());
    }

    void measure(int tenants) {
        boolean webhooks = settings.what().contains("webhooks");
        boolean reads = settings.what().contains("reads");
        if (!webhooks && !reads) return;
        pgbench.prepare(tenants);
        try (Server bare = stage.bare();
                Server product = stage.product(Map.of())) {
            bare.answers(Requests.get("/status", Stage.token("bench0")));
            product.answers(Requests.get("/health/ready"));
            Stage.say("warming up");
            if (webhooks) webhooks(product, Events.Kind.UNIQUE, tenants, -1, settings.warmUp(), 0);
            if (webhooks) bare(bare, tenants, -1, settings.warmUp().dividedBy(3));
            if (reads) reads(product.port(), "/api/billing/status", tenants, settings.warmUp());
            if (reads) reads(bare.port(), "/status", tenants, settings.warmUp().dividedBy(3));
            for (int round = 0; round < settings.rounds(); round++) {
                Stage.say("round " + (round + 1) + " of " + settings.rounds());
                if (webhooks) webhookRound(product, bare, tenants, round);
                if (reads) readRound(product, bare, tenants);
            }
            report.add(tag("PSS under load", tenants), product.pssMegabytes(), "MB", "", "");
        }
    }

    private void webhookRound(Server product, Server bare, int tenants, int round) {
        String limit = tag(PG_TRANSACTION, tenants);
        report.add(limit, pgbench.run(PgBench.ONE_TRANSACTION, tenants, settings.time()), "1/s", "", "");
        report.add(tag(BARE_POST, tenants), limit, bare(bare, tenants, round, settings.time()));
        double rate = 0;
        for (Events.Kind kind : Events.Kind.values()) {
            Load.Outcome outcome = webhooks(product, kind, tenants, round, settings.time(), 0);
            if (kind == Events.Kind.UNIQUE) rate = outcome.perSecond();
            report.add(tag("webhooks: " + kind.name().toLowerCase(Locale.ROOT), tenants), limit, outcome);
        }
        Load.Outcome half =
                webhooks(product, Events.Kind.UNIQUE, tenants, 1_000 + round, settings.time(), (int) (rate / 2));
        report.add(tag("webhooks: unique, at half of that load", tenants), limit, half);
    }

    private void readRound(Server product, Server bare, int tenants) {
        String select = tag(PG_SELECT, tenants);
        report.add(select, pgbench.run(PgBench.SELECT, tenants, settings.time()), "1/s", "", "");
        String limit = tag(BARE_STATUS, tenants);
        report.add(limit, select, reads(bare.port(), "/status", tenants, settings.time()));
        Load.Outcome outcome = reads(product.port(), "/api/billing/status", tenants, settings.time());
        report.add(tag("status, to pgbench", tenants), select, outcome);
        report.add(tag("status, to a bare endpoint", tenants), limit, outcome);
    }

    private Load.Outcome webhooks(
            Server server, Events.Kind kind, int tenants, int round, Duration time, int perSecond) {
        return new Load(settings.connections(), server.port())
                .run(time, perSecond, connection -> stage.events().requests(kind, tenants, connection, round));
    }

    private Load.Outcome bare(Server server, int tenants, int round, Duration time) {
        return webhooks(server, Events.Kind.UNIQUE, tenants, 2_000 + round, time, 0);
    }

    private Load.Outcome reads(int port, String path, int tenants, Duration time) {
        return new Load(settings.connections(), port).run(time, 0, connection -> {
            byte[][] requests = new byte[64][];
            for (int one = 0; one < requests.length; one++) {
                String tenant = "bench" + (connection * 7919L + one * 104_729L) % tenants;
                requests[one] = Requests.get(path, Stage.token(tenant));
            }
            return new Supplier<>() {
                private int next;

                @Override
                public byte[] get() {
                    return requests[next++ % requests.length];
                }
            };
        });
    }

    private static String tag(String name, int tenants) {
        return name + " [" + String.format(Locale.ROOT, "%,d", tenants) + "]";
    }
}
