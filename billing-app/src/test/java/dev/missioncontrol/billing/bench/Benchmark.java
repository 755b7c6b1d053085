package dev.missioncontrol.billing.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures the packaged product beside what the same machine can do at most, in the same run: PostgreSQL asked by pgbench, and
 * a web server that does nothing. Rounds are interleaved, so that what disturbs the machine disturbs all of them.
 */
final class Benchmark {
    private static final String WEBHOOK_SECRET = "whsec_" + "bench".repeat(8);
    private static final String JWT_SECRET = "0123456789abcdef".repeat(4);

    /** What Stripe allows, in calls a second, and so the most that can be set. */
    private static final String FASTEST_RATE = "100";

    private static final String PG_TRANSACTION = "limit: pgbench, one transaction an event";
    private static final String PG_SELECT = "limit: pgbench, select by tenant";
    private static final String BARE_POST = "limit: bare Javalin, 6 KB posted";
    private static final String BARE_STATUS = "limit: bare Javalin, token checked";

    private final Settings settings;
    private final Report report = new Report();
    private final Growth growth;
    private final Postgres postgres;
    private final Provider provider;
    private final PgBench pgbench;
    private final Events events;

    private Benchmark(Settings settings, Postgres postgres, Provider provider) {
        this.settings = settings;
        this.postgres = postgres;
        this.provider = provider;
        growth = new Growth(postgres, report);
        pgbench = new PgBench(postgres, settings.folder(), settings.connections());
        events = new Events(WEBHOOK_SECRET, "evt_" + Long.toString(Instant.now().getEpochSecond(), 36));
    }

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.of(arguments);
        Files.createDirectories(settings.folder());
        try (Postgres postgres = Postgres.start(settings.folder());
                Provider provider = new Provider()) {
            new Benchmark(settings, postgres, provider).run();
        }
    }

    private void run() {
        postgres.migrate();
        try (Server first = product("")) {
            first.answers(Requests.get("/health/ready"));
            first.answers(events.first("0"));
        }
        postgres.bindFirst();
        int made = 0;
        for (int tenants : settings.tenants()) {
            say("growing to " + tenants + " tenants");
            growth.tenants(made, tenants);
            made = tenants;
            pgbench.prepare(tenants);
            measure(tenants);
        }
        if (settings.what().contains("start")) new Start(settings, report, this::product).measure(events);
        if (settings.what().contains("drain"))
            for (int millis : new int[] {1, 50, 200}) drain(Duration.ofMillis(millis));
        if (settings.what().contains("growth")) growth.events(made);
        report.print(System.out);
        report.write(settings.folder().resolve("bench.json"), machine());
    }

    private void measure(int tenants) {
        boolean webhooks = settings.what().contains("webhooks");
        boolean reads = settings.what().contains("reads");
        if (!webhooks && !reads) return;
        try (Server bare = Server.bare(Map.of(BareServer.SECRET, JWT_SECRET), log("bare"));
                Server product = product("")) {
            bare.answers(Requests.get("/status", token("bench0")));
            product.answers(Requests.get("/health/ready"));
            say("warming up");
            if (webhooks) webhooks(product, Events.Kind.UNIQUE, tenants, -1, settings.warmUp(), 0);
            if (webhooks) bare(bare, tenants, -1, settings.warmUp().dividedBy(3));
            if (reads) reads(product.port(), "/api/billing/status", tenants, settings.warmUp());
            if (reads) reads(bare.port(), "/status", tenants, settings.warmUp().dividedBy(3));
            for (int round = 0; round < settings.rounds(); round++) {
                say("round " + (round + 1) + " of " + settings.rounds());
                if (webhooks) webhookRound(product, bare, tenants, round);
                if (reads) readRound(product, bare, tenants);
            }
            report.add(tag("PSS under load", tenants), product.pssMegabytes(), "MB", "", "");
        }
    }

    private void webhookRound(Server product, Server bare, int tenants, int round) {
        String limit = tag(PG_TRANSACTION, tenants);
        report.add(limit, pgbench.run(PgBench.ONE_TRANSACTION, tenants, settings.time()), "1/s", "", "");
        note(tag(BARE_POST, tenants), limit, bare(bare, tenants, round, settings.time()));
        double rate = 0;
        for (Events.Kind kind : Events.Kind.values()) {
            Load.Outcome outcome = webhooks(product, kind, tenants, round, settings.time(), 0);
            if (kind == Events.Kind.UNIQUE) rate = outcome.perSecond();
            note(tag("webhooks: " + kind.name().toLowerCase(Locale.ROOT), tenants), limit, outcome);
        }
        Load.Outcome half =
                webhooks(product, Events.Kind.UNIQUE, tenants, 1_000 + round, settings.time(), (int) (rate / 2));
        note(tag("webhooks: unique, at half of that load", tenants), limit, half);
    }

    private void readRound(Server product, Server bare, int tenants) {
        String select = tag(PG_SELECT, tenants);
        report.add(select, pgbench.run(PgBench.SELECT, tenants, settings.time()), "1/s", "", "");
        String limit = tag(BARE_STATUS, tenants);
        note(limit, select, reads(bare.port(), "/status", tenants, settings.time()));
        Load.Outcome outcome = reads(product.port(), "/api/billing/status", tenants, settings.time());
        note(tag("status, to pgbench", tenants), select, outcome);
        note(tag("status, to a bare endpoint", tenants), limit, outcome);
    }

    private Load.Outcome webhooks(
            Server server, Events.Kind kind, int tenants, int round, Duration time, int perSecond) {
        return new Load(server.port(), settings.connections())
                .run(time, perSecond, connection -> events.requests(kind, tenants, connection, round));
    }

    private Load.Outcome bare(Server server, int tenants, int round, Duration time) {
        return webhooks(server, Events.Kind.UNIQUE, tenants, 2_000 + round, time, 0);
    }

    private Load.Outcome reads(int port, String path, int tenants, Duration time) {
        return new Load(port, settings.connections()).run(time, 0, connection -> {
            byte[][] requests = new byte[64][];
            for (int one = 0; one < requests.length; one++)
                requests[one] = Requests.get(path, token("bench" + (connection * 7919L + one * 104_729L) % tenants));
            return new Supplier<>() {
                private int next;

                @Override
                public byte[] get() {
                    return requests[next++ % requests.length];
                }
            };
        });
    }

    private void drain(Duration delay) {
        provider.answersAfter(delay);
        for (int round = 0; round < settings.rounds(); round++) {
            postgres.run(
                    "update billing.tracked_subscriptions set synced = dirty, due_at = null, marked_since = null"
                            + " where due_at is not null",
                    "update billing.tracked_subscriptions set dirty = synced + 1, due_at = current_timestamp,"
                            + " marked_since = current_timestamp where subscription_id in (select subscription_id from"
                            + " billing.tracked_subscriptions where subscription_id like 'sub_%' and subscription_id not like"
                            + " '%m%' limit " + settings.backlog() + ")");
            try (Server product = product(FASTEST_RATE)) {
                product.answers(Requests.get("/health/ready"));
                long from = System.nanoTime();
                long before = provider.fetches();
                while (postgres.number("select count(*) from billing.tracked_subscriptions where due_at is not null")
                        > 0)
                    java.util.concurrent.locks.LockSupport.parkNanos(
                            Duration.ofMillis(50).toNanos());
                double seconds = (System.nanoTime() - from) / 1e9;
                report.add(
                        "refresh worker, provider answers in " + delay.toMillis() + " ms",
                        (provider.fetches() - before) / seconds,
                        "1/s",
                        "",
                        "");
            }
        }
        provider.answersAfter(Duration.ZERO);
    }

    private Server product(String providerRate) {
        return product(Server.OWN_JAVA, settings.options(), providerRate);
    }

    private Server product(Path java, List<String> options) {
        return product(java, options, "");
    }

    private Server product(Path java, List<String> options, String providerRate) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "BILLING_PROFILE",
                "dev",
                "DATABASE_URL",
                postgres.url(),
                "DATABASE_USER",
                "postgres",
                "STRIPE_SECRET_KEY",
                "sk_" + "test_" + "bench".repeat(5),
                "STRIPE_API_BASE",
                provider.base(),
                "STRIPE_WEBHOOK_SECRET",
                WEBHOOK_SECRET,
                "STRIPE_PRICE_TEAM_MONTHLY",
                "price_team_m",
                "STRIPE_PRICE_PRO_MONTHLY",
                "price_pro_m",
                "BILLING_JWT_SECRET",
                JWT_SECRET));
        if (!providerRate.isEmpty()) variables.put("BILLING_PROVIDER_RATE", providerRate);
        return Server.product(java, settings.jar(), options, variables, log("product"));
    }

    private Path log(String name) {
        return settings.folder().resolve(name + ".log");
    }

    private static String token(String tenant) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .claim("tenant", tenant)
                        .claim("scope", "billing:read")
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(12))))
                        .build());
        try {
            token.sign(new MACSigner(JWT_SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String tag(String name, int tenants) {
        return name + " [" + String.format(Locale.ROOT, "%,d", tenants) + "]";
    }

    private void note(String name, String limit, Load.Outcome outcome) {
        String note = String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms%s",
                outcome.latencies().percentile(0.5).toNanos() / 1e6,
                outcome.latencies().percentile(0.99).toNanos() / 1e6,
                outcome.allGood() ? "" : ", statuses " + outcome.statuses());
        report.add(name, outcome.perSecond(), "1/s", limit, note);
    }

    private Map<String, String> machine() {
        return Map.of(
                "processors", Integer.toString(Runtime.getRuntime().availableProcessors()),
                "java", System.getProperty("java.version"),
                "options", String.join(" ", settings.options()),
                "connections", Integer.toString(settings.connections()),
                "measured", Instant.now().toString());
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
