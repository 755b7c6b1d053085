package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product is told to stop while nobody answers it, and while somebody does not come to an end with a request. */
class StuckShutdownIT {
    /** After which orchestrators lose patience. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    /** Between two bytes of a request that drips. */
    private static final Duration A_DRIP = Duration.ofMillis(200);

    /** Calls that hang: a fetch of a worker and a request's, at least. */
    private static final int CALLS = 2;

    @TempDir
    Path folder;

    private final Queue<Socket> hanging = new ConcurrentLinkedQueue<>();

    @Test
    void it_ends_well_and_in_time_while_the_provider_hangs_and_clients_of_both_ports_drip() throws Exception {
        int metrics =
                Integer.parseInt(FreePort.resolve(Map.of("BILLING_PORT", "0")).get("BILLING_PORT"));
        try (ServerSocket stripe = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Cluster cluster = new Cluster(folder, 100)
                        .with("STRIPE_API_BASE", "http://127.0.0.1:" + stripe.getLocalPort())
                        .with("BILLING_METRICS_PORT", String.valueOf(metrics))
                        .with("BILLING_DRAIN", "PT0.5S")) {
            inTheBackground(() -> takeAndSayNothing(stripe));
            assertThat(cluster.run("migrate")).as(cluster.said()).isZero();
            Node node = cluster.packaged().ready();
            cluster.deliver(cluster.stripe.change("acme", 5, "active"), List.of(node));
            CompletableFuture<Node.Said> asks = CompletableFuture.supplyAsync(() -> node.checkout("globex"));
            Awaitility.await("a fetch and a checkout hang").until(() -> hanging.size() >= CALLS);
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
                inTheBackground(() -> drip(client));
                inTheBackground(() -> dripAgainAndAgain(metrics));
                long told = System.nanoTime();
                node.terminate();
                assertThat(node.exitCode()).as(cluster.said()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(LONGEST_STOP);
            }
            assertThat(cluster.said()).contains("Stopped");
            assertThat(asks.get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS).status())
                    .as("no page, and not taken for one")
                    .isNotEqualTo(200);
        } finally {
            for (Socket one : hanging) one.close();
        }
    }

    /** Until the other end is closed. */
    @FunctionalInterface
    private interface Line {
        void run() throws IOException, InterruptedException;
    }

    private static void inTheBackground(Line line) {
        Thread thread = new Thread(() -> {
            try {
                line.run();
            } catch (IOException closed) {
                assertThat(closed).isInstanceOf(SocketException.class);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void takeAndSayNothing(ServerSocket stripe) throws IOException {
        while (!stripe.isClosed()) hanging.add(stripe.accept());
    }

    /** Heads that don't end, one after the other: each is closed after its time, and somebody drips at each moment of a stop. */
    private static void dripAgainAndAgain(int port) throws IOException, InterruptedException {
        while (true) {
            try (Socket scrape = new Socket(InetAddress.getLoopbackAddress(), port)) {
                drip(scrape, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Drip: ");
            } catch (SocketException closed) {
                if (closed instanceof ConnectException) throw closed;
            }
        }
    }

    private static void drip(Socket client) throws IOException, InterruptedException {
        String head = "POST /api/billing/webhook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100000\r\n\r\n";
        drip(client, head);
    }

    private static void drip(Socket client, String head) throws IOException, InterruptedException {
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        while (true) {
            client.getOutputStream().write('x');
            client.getOutputStream().flush();
            // Nothing counts it down: only time passes.
            new CountDownLatch(1).await(A_DRIP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
