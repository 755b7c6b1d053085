package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.stripe.SignedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stripe sends what it kept for three days, to two nodes at once, while people buy: sizes by {@code -Dnodes.subscriptions} (10,000
 * with {@code -Pheavy}) and {@code -Dnodes.rate}. What it took is printed as a table; the machine decides about that, not a test.
 */
class StormIT {
    /** What it took, for who runs it for that. */
    private static final Path TABLE = Path.of("target", "storm.md");

    private static final int SUBSCRIPTIONS = Integer.getInteger("nodes.subscriptions", 1_000);
    private static final int EVENTS_EACH = 3;

    /** Events a second. */
    private static final int RATE = Integer.getInteger("nodes.rate", 200);

    /** What Stripe allows in test mode. */
    private static final int CALLS_A_SECOND = 25;

    /** What each of two nodes may fetch a second: the rest is for those who buy. */
    private static final int FETCHES_A_SECOND = 10;

    /** Checkouts a second, of two calls each: with the fetches, what Stripe allows. */
    private static final double CHECKOUTS_A_SECOND = 1;

    /** Checkouts before the storm, to compare with; the first of them warm the nodes up. */
    private static final int CHECKOUTS_BEFORE = 30;

    private static final int WARMING_UP = 20;
    private static final int EVENTS_BEFORE = 600;

    @TempDir
    Path folder;

    @Test
    void a_storm_is_acknowledged_coalesced_and_fetched_at_the_set_rate_while_people_buy() throws Exception {
        try (Cluster cluster = new Cluster(folder, CALLS_A_SECOND)
                .with("BILLING_PROVIDER_RATE", "" + FETCHES_A_SECOND)
                .with("BILLING_LEASE", "PT30S")) {
            List<Node> both = List.of(cluster.node(), cluster.node());
            both.forEach(Node::ready);
            new Pace().make(WARMING_UP, 4, i -> buys(both, "warm" + i, i));
            new Pace().make(EVENTS_BEFORE, 100, i -> deliver(cluster, both, "warm", i % 50, i));
            cluster.converges();
            Pace before = new Pace().make(CHECKOUTS_BEFORE, CHECKOUTS_A_SECOND, i -> buys(both, "before" + i, i));

            int events = SUBSCRIPTIONS * EVENTS_EACH;
            int fetchedBefore = cluster.stripe.fetches();
            AtomicBoolean over = new AtomicBoolean();
            long begun = System.nanoTime();
            Pace meanwhile = new Pace();
            CompletableFuture<Void> buying = CompletableFuture.runAsync(() -> buyUntil(over, meanwhile, both));
            Pace acknowledged =
                    new Pace().make(events, RATE, i -> deliver(cluster, both, "tenant", i % SUBSCRIPTIONS, i));
            double stormed = secondsSince(begun);
            cluster.converges(Cluster.CONVERGES_WITHIN.plusSeconds(3L * SUBSCRIPTIONS / CALLS_A_SECOND));
            double settled = secondsSince(begun);
            over.set(true);
            buying.join();
            int fetches = cluster.stripe.fetches() - fetchedBefore;

            Files.writeString(
                    TABLE,
                    table(events, stormed, settled, fetches, acknowledged, before, meanwhile)
                            + String.format(
                                    "%n%d calls were over Stripe's rate and answered 429%n", cluster.stripe.refused()));
            assertThat(cluster.count("webhook_events")).isEqualTo(events + EVENTS_BEFORE);
            assertThat(fetches)
                    .as("fetches of %d events of %d subscriptions", events, SUBSCRIPTIONS)
                    .isLessThan(events * 3 / 4);
            assertThat(fetches / settled)
                    .as("fetches a second, of what two nodes may")
                    .isLessThanOrEqualTo(2 * FETCHES_A_SECOND + 1);
        }
    }

    private static void deliver(Cluster cluster, List<Node> both, String whose, int tenant, int step) {
        SignedEvent event = cluster.stripe.change(whose + tenant, 2 + step, "active");
        assertThat(both.get(step % 2).deliver(event)).isEqualTo(200);
    }

    /** A connection may end by its idle time at the moment when it is used again: who buys asks again, and that counts too. */
    private static void buys(List<Node> both, String tenant, int index) {
        Node node = both.get(index % 2);
        Node.Said said = node.checkout(tenant);
        if (said.status() == Node.NO_ANSWER) said = node.checkout(tenant);
        assertThat(said.status()).as(said.body()).isEqualTo(200);
    }

    private static void buyUntil(AtomicBoolean over, Pace pace, List<Node> both) {
        try {
            for (int i = 0; !over.get(); i++) {
                int buyer = i;
                pace.make(1, CHECKOUTS_A_SECOND, one -> buys(both, "buyer" + buyer, buyer));
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static String table(
            int events, double stormed, double settled, int fetches, Pace acknowledged, Pace before, Pace meanwhile) {
        String head = String.format(
                "%d events of %d subscriptions in %.0f s (%.0f a second), two nodes; %d fetches, all settled after %.0f s"
                        + " (%.1f fetches a second, %d allowed)%n",
                events,
                SUBSCRIPTIONS,
                stormed,
                events / stormed,
                fetches,
                settled,
                fetches / settled,
                2 * FETCHES_A_SECOND);
        return String.join(
                        System.lineSeparator(),
                        head,
                        "|                                            |       n | p50 (ms) | p99 (ms) | max (ms) |",
                        "|--------------------------------------------|---------|----------|----------|----------|",
                        acknowledged.row("an event until its 200"),
                        before.row("a checkout before the storm"),
                        meanwhile.row("a checkout until all is settled"))
                + System.lineSeparator();
    }
}
