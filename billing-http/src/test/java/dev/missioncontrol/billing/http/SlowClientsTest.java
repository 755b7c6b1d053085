package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Clients that stall or drip are let go in time and keep nobody waiting. {@code -Dslow.clients=300} makes as many of each
 * kind; {@code main} does so against any server.
 */
class SlowClientsTest {
    /** Of each kind, in the build. */
    private static final int FEW = 40;

    /** How long any of them may last. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    /** What others may wait meanwhile, at the 99th percentile. */
    private static final Duration QUICK = Duration.ofMillis(100);

    private static final String HEAD =
            "POST /api/billing/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private static final List<SlowClients.Kind> KINDS = List.of(
            new SlowClients.Kind("silent", "", ""),
            new SlowClients.Kind("stalled head", "POST /api", ""),
            new SlowClients.Kind("dripping head", HEAD, "A: b\r\n"),
            new SlowClients.Kind("stalled body", HEAD + "Content-Length: 1000\r\n\r\n", ""),
            new SlowClients.Kind("dripping body", HEAD + "Content-Length: 1000\r\n\r\n", " "),
            new SlowClients.Kind("dripping chunks", HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"));

    @Test
    void they_are_let_go_and_keep_nobody_waiting() {
        try (ARunningServer running = new ARunningServer()) {
            attack(running.base.getPort(), Integer.getInteger("slow.clients", FEW));
        }
    }

    private static void attack(int port, int each) {
        List<Duration> waits = new ArrayList<>();
        try (SlowClients clients = new SlowClients(port, KINDS, each)) {
            while (clients.open() > 0 && clients.age().compareTo(GONE_WITHIN) < 0) {
                long asked = System.nanoTime();
                assertThat(RawClient.exchange(
                                port, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200 ");
                waits.add(Duration.ofNanos(System.nanoTime() - asked));
            }
            assertThat(clients.open()).as("still open").isZero();
        }
        Collections.sort(waits);
        Duration p99 = waits.get(waits.size() * 99 / 100);
        System.out.printf(
                "%d slow clients: %d others, p99 %.1f ms%n", each * KINDS.size(), waits.size(), p99.toNanos() / 1e6);
        assertThat(p99).isLessThan(QUICK);
    }

    /** @param args the port of a server on this machine, and how many clients of each kind */
    public static void main(String[] args) {
        attack(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }
}
