package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.stripe.SignedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two processes of the product on one database, with real faults; sizes by {@code -Dnodes.kills}, again with {@code -Dnodes.seed}. */
class TwoNodesIT {
    private static final int KILLS = Integer.getInteger("nodes.kills", 3);
    private static final int CALLS_A_SECOND = 100;

    private static final long SEED = Long.getLong("nodes.seed", System.nanoTime());
    private static final int SENDERS = 8;

    /** Of a hundred events, how many are lost. */
    private static final int LOST = 30;

    @TempDir
    Path folder;

    @Test
    void the_same_event_fifty_times_on_both_counts_once() throws Exception {
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND)) {
            List<Node> both = List.of(cluster.node(), cluster.node());
            both.forEach(Node::ready);
            SignedEvent event = cluster.stripe.change("acme", 5, "active");
            each(100, i -> assertThat(both.get(i % 2).deliver(event)).isEqualTo(200));
            cluster.converges();
            assertThat(cluster.count("webhook_events")).isEqualTo(1);
            assertThat(cluster.count("billing_audit")).isEqualTo(1);
            assertThat(cluster.count("billing_outbox")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "(INTAKE|CLAIM|SETTLE)_.*")
    void a_node_killed_at_a_named_point_loses_nothing(CrashPoint point) throws Exception {
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND)) {
            Node lives = cluster.node().ready();
            Node dies = cluster.node(Map.of(NodeMain.CRASH_AT, point.name(), NodeMain.CRASH_TIMES, "5"))
                    .ready();
            for (int i = 0; i < 200 && dies.alive(); i++) {
                SignedEvent event = cluster.stripe.change("tenant" + i % 20, 2 + i, "active");
                cluster.deliver(event, List.of(dies, lives));
            }
            // Who has claimed nothing yet still will: the other node leaves it work now and then.
            for (int i = 0; dies.alive(); i++)
                cluster.deliver(cluster.stripe.change("more", 2 + i, "active"), List.of(dies, lives));
            dies.ended();
            cluster.converges();
        }
    }

    @Test
    void nodes_killed_at_random_under_load_lose_nothing() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND)) {
            Node lives = cluster.node().ready();
            for (int kill = 0; kill < KILLS; kill++) {
                Node dies = cluster.node().ready();
                int last = 20 + random.nextInt(80);
                int round = kill;
                AtomicInteger sent = new AtomicInteger();
                each(150, i -> {
                    SignedEvent event = change(cluster, i % 50, round * 150 + i);
                    if (sent.incrementAndGet() == last) dies.kill();
                    cluster.deliver(event, List.of(dies, lives));
                });
            }
            converges(cluster);
        }
    }

    @Test
    void a_database_killed_under_load_loses_nothing_and_heals_without_a_restart() throws Exception {
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND)) {
            List<Node> both = List.of(cluster.node(), cluster.node());
            both.forEach(Node::ready);
            List<String> acknowledged = new ArrayList<>();
            AtomicInteger sent = new AtomicInteger();
            each(300, i -> {
                SignedEvent event = change(cluster, i % 50, i);
                if (sent.incrementAndGet() == 100) cluster.killPostgresql();
                cluster.deliver(event, both);
                synchronized (acknowledged) {
                    acknowledged.add(Cluster.id(event));
                }
            });
            cluster.converges();
            assertThat(acknowledged).hasSize(300);
            List<String> stored = new ArrayList<>();
            cluster.query("select event_id from billing.webhook_events", row -> stored.add(row.getString(1)));
            assertThat(stored).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    @Test
    void what_is_lost_is_made_good_by_one_sweep() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        // So that no other sweep is due in this test but the one at the start and the one that is asked for.
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND).with("BILLING_SWEEP_INTERVAL", "PT1H")) {
            List<Node> both = List.of(cluster.node(), cluster.node());
            both.forEach(Node::ready);
            swept(cluster, 1);
            for (int i = 0; i < 400; i++) {
                SignedEvent event = change(cluster, i % 100, i);
                if (random.nextInt(100) >= LOST) cluster.deliver(event, List.of(both.get(i % 2)));
            }
            cluster.execute("update billing.billing_jobs set due_at = null where job_name = 'sweep'");
            swept(cluster, 2);
            converges(cluster);
            assertThat(cluster.count("billing_sweeps")).as("sweeps").isEqualTo(2);
        }
    }

    /** Waits until so many sweeps have come to their end. */
    private static void swept(Cluster cluster, long times) {
        Awaitility.await("swept")
                .atMost(Cluster.CONVERGES_WITHIN)
                .until(() -> cluster.count("billing_sweeps") == times);
    }

    private static void converges(Cluster cluster) {
        try {
            cluster.converges();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("again with -Dnodes.seed=" + SEED, e);
        }
    }

    /** Events of one tenant in one order: the change and its event are one step at the provider. */
    private static SignedEvent change(Cluster cluster, int tenant, int step) {
        boolean ends = tenant % 10 == 9 && step > 100;
        return cluster.stripe.change("tenant" + tenant, 2 + step, ends ? "canceled" : "active");
    }

    /** One step of many that run side by side. */
    @FunctionalInterface
    private interface Step {
        void run(int index) throws Exception;
    }

    private static void each(int times, Step step) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int index = i;
                all.add(senders.submit(() -> {
                    step.run(index);
                    return null;
                }));
            }
            for (Future<?> one : all)
                one.get(Cluster.CONVERGES_WITHIN.multipliedBy(3).toSeconds(), TimeUnit.SECONDS);
        } finally {
            senders.shutdownNow();
        }
    }
}
