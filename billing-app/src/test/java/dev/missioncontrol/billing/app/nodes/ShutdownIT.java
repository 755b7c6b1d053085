package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.stripe.SignedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product is told to stop while it is asked and while it asks; rounds by {@code -Dshutdown.rounds}. */
class ShutdownIT {
    private static final int ROUNDS = Integer.getInteger("shutdown.rounds", 3);
    private static final long SEED = Long.getLong("nodes.seed", System.nanoTime());
    private static final int SENDERS = 4;
    private static final int CALLS_A_SECOND = 100;

    /** After which orchestrators lose patience. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private static final Duration DRAIN = Duration.ofMillis(800);

    /** What a server answers that takes nothing any more, on connections that it took before. */
    private static final int STOPPING = 503;

    @TempDir
    Path folder;

    /** What came too late: the provider sends it again. */
    private final Queue<SignedEvent> refused = new ConcurrentLinkedQueue<>();

    private static final long NOT_YET = Long.MAX_VALUE;

    /** When the node was told to stop. */
    private volatile long told;

    @Test
    void told_to_stop_it_answers_what_is_in_flight_gives_back_its_leases_and_loses_nothing() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND).with("BILLING_DRAIN", DRAIN.toString())) {
            assertThat(cluster.run("migrate")).as(cluster.said()).isZero();
            Set<String> acknowledged = new ConcurrentSkipListSet<>();
            for (int round = 1; round <= ROUNDS; round++)
                round(
                        cluster,
                        random.nextInt(300),
                        acknowledged,
                        "round " + round + " of " + ROUNDS + ", -Dnodes.seed=" + SEED);
            assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * SENDERS);
            Node last = cluster.packaged().ready();
            for (SignedEvent event : refused) cluster.deliver(event, List.of(last));
            cluster.converges();
            last.terminate();
            assertThat(last.exitCode()).isZero();
        }
    }

    private void round(Cluster cluster, int afterMs, Set<String> acknowledged, String which) throws Exception {
        Node node = cluster.packaged().ready();
        told = NOT_YET;
        AtomicInteger sent = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                all.add(senders.submit(() -> {
                    send(cluster, node, sender, sent, acknowledged);
                    return null;
                }));
            }
            Awaitility.await(which).until(() -> sent.get() > SENDERS);
            LockSupport.parkNanos(Duration.ofMillis(afterMs).toNanos());
            told = System.nanoTime();
            node.terminate();
            Awaitility.await(which + ": not ready while it drains")
                    .atMost(LONGEST_STOP)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> node.probe("/health/ready") == 503);
            assertThat(node.exitCode()).as("%s: exit code", which).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - told)).as(which).isLessThan(LONGEST_STOP);
            for (Future<?> one : all) one.get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
        } finally {
            senders.shutdownNow();
        }
        assertThat(cluster.count("tracked_subscriptions where lease_until is not null"))
                .as("%s: leases that nobody gave back", which)
                .isZero();
        Set<String> stored = new TreeSet<>();
        cluster.query("select event_id from billing.webhook_events", row -> stored.add(row.getString(1)));
        assertThat(stored).as("%s: acknowledged and stored", which).containsAll(acknowledged);
        assertThat(refused)
                .extracting(Cluster::id)
                .as("%s: stored, and not answered", which)
                .doesNotContainAnyElementsOf(stored);
    }

    /** One after the other, until nobody takes connections any more; an answer that is cut off fails the round. */
    private void send(Cluster cluster, Node node, int sender, AtomicInteger sent, Set<String> acknowledged)
            throws Exception {
        for (int i = 0; ; i++) {
            SignedEvent event = cluster.stripe.change("tenant" + sender + "-" + i % 20, 2 + i, "active");
            int status = node.deliverOrCut(event);
            if (status == STOPPING)
                assertThat(Duration.ofNanos(told == NOT_YET ? 0 : System.nanoTime() - told))
                        .as("refused while it still drained")
                        .isGreaterThanOrEqualTo(DRAIN);
            if (status == Node.NO_ANSWER || status == STOPPING) {
                refused.add(event);
                return;
            }
            assertThat(status).isEqualTo(200);
            acknowledged.add(Cluster.id(event));
            sent.incrementAndGet();
        }
    }
}
