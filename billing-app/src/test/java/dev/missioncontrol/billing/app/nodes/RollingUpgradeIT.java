package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.stripe.SignedEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of the packaged product, replaced one after the other under load, before and after the schema has moved on. */
class RollingUpgradeIT {
    private static final int SENDERS = 4;
    private static final int CALLS_A_SECOND = 100;

    /** What a later version's migration is like: it only adds. */
    private static final String LATER = "set lock_timeout = 1000;"
            + " alter table billing.tenants add column later bigint default 0 not null;"
            + " alter table billing.tracked_subscriptions add column later varchar;"
            + " alter table billing.webhook_events add column later varchar;"
            + " create table billing.later (tenant_id varchar(128) primary key);"
            + " insert into billing.billing_schema_history values (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1,"
            + " 'me', current_timestamp, 1, true)";

    /** How long each step may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Node> behindTheBalancer = new CopyOnWriteArrayList<>();

    @Test
    void nodes_are_replaced_one_after_the_other_and_no_event_is_lost() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND).with("BILLING_DRAIN", "PT0.5S")) {
            assertThat(cluster.run("migrate")).as(cluster.said()).isZero();
            behindTheBalancer.add(cluster.packaged().ready());
            behindTheBalancer.add(cluster.packaged().ready());
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                all.add(senders.submit(() -> {
                    send(cluster, sender);
                    return null;
                }));
            }
            for (int i = 0; i < 2; i++) replaceTheOldest(cluster);

            // The next version's migration: those that run go on, one of this version does not start any more.
            some();
            Awaitility.await("migrated")
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> cluster.execute(LATER));
            some();
            // A probe that a busy machine makes wait for the database says that it is not ready.
            for (Node node : behindTheBalancer)
                Awaitility.await("ready").atMost(PATIENCE).until(() -> node.probe("/health/ready") == 200);
            assertThat(cluster.run("serve")).isEqualTo(1);
            assertThat(cluster.said()).contains("is ahead of this version");
            some();

            goOn.set(false);
            for (Future<?> one : all) one.get(Cluster.CONVERGES_WITHIN.toSeconds(), TimeUnit.SECONDS);
            cluster.converges();
            Set<String> stored = new TreeSet<>();
            cluster.query("select event_id from billing.webhook_events", row -> stored.add(row.getString(1)));
            assertThat(stored).containsAll(acknowledged);
            assertThat(acknowledged).hasSize(sent.get());
        } finally {
            senders.shutdownNow();
        }
    }

    /** The new one is ready before the old one is told to stop. */
    private void replaceTheOldest(Cluster cluster) throws Exception {
        Node old = behindTheBalancer.get(0);
        behindTheBalancer.add(cluster.packaged().ready());
        some();
        old.terminate();
        assertThat(old.exitCode()).isZero();
        behindTheBalancer.remove(old);
        some();
    }

    /** Returns once some more events were taken. */
    private void some() {
        int before = sent.get();
        Awaitility.await("events go on being taken").atMost(PATIENCE).until(() -> sent.get() > before + 2 * SENDERS);
    }

    private void send(Cluster cluster, int sender) {
        for (int i = 0; goOn.get(); i++) {
            SignedEvent event = cluster.stripe.change("tenant" + sender + "-" + i % 10, 2 + i, "active");
            cluster.deliver(event, behindTheBalancer);
            acknowledged.add(Cluster.id(event));
            sent.incrementAndGet();
        }
    }
}
