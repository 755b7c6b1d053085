package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Several nodes on one PostgreSQL, and the same behind a PgBouncer in transaction mode: how much they take, whether they are in each
 * other's way, and whether afterwards all is stored that was acknowledged.
 */
final class Nodes {
    /** Few, so that nodes meet: each subscription changes many times, on every node. */
    private static final int MOST_TENANTS = 2_000;

    private static final List<Integer> COUNTS = List.of(1, 2, 4);

    /** What a server counts is told to all within a second. */
    private static final Duration COUNTED = Duration.ofMillis(1_500);

    private final Stage stage;
    private final Settings settings;
    private final Report report;
    private final Postgres postgres;
    private final Changes changes;
    private final int tenants;

    Nodes(Stage stage, int tenants) {
        this.stage = stage;
        settings = stage.settings();
        report = stage.report();
        postgres = stage.postgres();
        this.tenants = Math.min(tenants, MOST_TENANTS);
        changes = new Changes(stage.events(), this.tenants);
    }

    void measure() {
        // All as known before the first change, and asked for by nobody; no tenant has a history.
        postgres.forgetEvents();
        postgres.run(
                Drain.ANSWERED,
                Drain.UNMARKED,
                "update billing.tenants set audit_head = '', audit_length = 0, event_length = 0 where "
                        + ours("tenant_id", "bench"),
                "update billing.tracked_subscriptions set basis = to_timestamp(" + (Changes.BEGUN_SECONDS - 1)
                        + "), provisional = true, synced = dirty where " + ours("subscription_id", "sub_"));
        stage.provider().seats(changes::seats);
        Optional<PgBouncer> bouncer = PgBouncer.start(postgres, settings.folder());
        if (bouncer.isEmpty())
            Stage.say("PgBouncer is not installed (Debian: apt-get install pgbouncer): nodes are measured without");
        Map<String, String> urls = new LinkedHashMap<>(Map.of("", postgres.url()));
        bouncer.ifPresent(pooler -> urls.put(", behind PgBouncer", pooler.url()));
        try {
            load(urls);
            verify(bouncer.map(PgBouncer::url).orElse(postgres.url()));
        } finally {
            bouncer.ifPresent(PgBouncer::close);
        }
    }

    /** The tenants that are changed here, of however many there are. */
    private String ours(String column, String prefix) {
        return column + " in (select '" + prefix + "' || n from generate_series(0, " + (tenants - 1) + ") n)";
    }

    /**
     * All run at once, and those that are not asked wait: rounds are interleaved. Each node is warmed up for as long as one alone would
     * be, so all of them together for as many times as long.
     */
    private void load(Map<String, String> urls) {
        Map<String, List<Server>> begun = new LinkedHashMap<>();
        try {
            urls.forEach((how, url) -> begun.put(how, begin(url, "1")));
            Stage.say("warming up");
            begun.values().forEach(servers -> run(servers, settings.warmUp().multipliedBy(servers.size())));
            postgres.analyze();
            for (int round = 0; round < settings.rounds(); round++) {
                Stage.say("round " + (round + 1) + " of " + settings.rounds());
                for (int count : COUNTS) begun.forEach((how, servers) -> once(how, servers.subList(0, count)));
            }
            changes.sendTheRest(begun.get("").get(0));
        } finally {
            begun.values().forEach(servers -> servers.forEach(Server::close));
        }
    }

    private void once(String how, List<Server> servers) {
        String name = "nodes: " + servers.size() + how;
        long deadlocks = counted("deadlocks");
        long rollbacks = counted("xact_rollback");
        new Meter(postgres, servers).during(() -> run(servers, settings.time())).addTo(report, name, "nodes: 1");
        LockSupport.parkNanos(COUNTED.toNanos());
        report.add(name + ": deadlocks", counted("deadlocks") - deadlocks, "", "", "");
        report.add(name + ": transactions rolled back", counted("xact_rollback") - rollbacks, "", "", "");
    }

    private Load.Outcome run(List<Server> servers, Duration time) {
        int[] ports = servers.stream().mapToInt(Server::port).toArray();
        return new Load(settings.connections(), ports).run(time, 0, connection -> changes.sender());
    }

    private long counted(String what) {
        return postgres.number("select " + what + " from pg_stat_database where datname = current_database()");
    }

    private void verify(String url) {
        Set<String> lost = new HashSet<>(changes.acknowledged());
        postgres.numbers("select event_id, 1 from billing.webhook_events")
                .keySet()
                .forEach(lost::remove);
        report.add("nodes: events acknowledged", changes.acknowledged().size(), "", "", "");
        report.add("nodes: acknowledged and not stored", lost.size(), "", "", "");
        List<Server> servers = begin(url, Provider.FASTEST_RATE);
        try {
            Drain.untilDrained(postgres);
        } finally {
            servers.forEach(Server::close);
        }
        differing(
                "nodes: after the fetches, not as the provider says",
                "select tenant_id, seats from billing.subscriptions where stripe_subscription_id in (select"
                        + " subscription_id from billing.tracked_subscriptions where not provisional and "
                        + ours("subscription_id", "sub_") + ")");
        report.add(
                "nodes: tenants whose audit is not as long as counted",
                postgres.number("select count(*) from billing.tenants t where audit_length <>"
                        + " (select count(*) from billing.billing_audit a where a.tenant_id = t.tenant_id) and "
                        + ours("t.tenant_id", "bench")),
                "",
                "",
                "");
    }

    private void differing(String name, String query) {
        Map<String, Long> seats = postgres.numbers(query);
        report.add(name, changes.differing(seats), "", "", "of " + seats.size());
    }

    private List<Server> begin(String url, String rate) {
        List<Server> servers = new ArrayList<>();
        for (int number = 0; number < COUNTS.get(COUNTS.size() - 1); number++)
            servers.add(stage.product(Map.of("DATABASE_URL", url, "BILLING_PROVIDER_RATE", rate)));
        servers.forEach(server -> server.answers(Requests.get("/health/ready")));
        return servers;
    }
}
