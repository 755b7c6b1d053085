package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that stall or drip are let go in time and keep nobody waiting. {@code -Dslow.clients=300} makes as many of each
 * kind; {@link SlowClientsMeasured} does so against any server, and says how long others waited.
 */
class SlowClientsTest {
    /** Of each kind, in the build. */
    private static final int FEW = 40;

    /** Of those who don't take an answer: more than a server without virtual threads has threads. */
    private static final int READERS = 260;

    /**
     * How long any of them is waited for: each has 8 s of the server's, and a busy machine lets them go later. One that nobody lets
     * go lasts longer still: a head that drips has as many fields as are taken after 50 s.
     */
    static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    private static final String HEAD =
            "POST /api/billing/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    /** More answers at once than the system takes off our hands. */
    private static final String MUCH = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20);

    static final List<SlowClients.Kind> KINDS = List.of(
            new SlowClients.Kind("silent", "", ""),
            new SlowClients.Kind("stalled head", "POST /api", ""),
            new SlowClients.Kind("dripping head", HEAD, "A: b\r\n"),
            new SlowClients.Kind("stalled body", HEAD + "Content-Length: 1000\r\n\r\n", ""),
            new SlowClients.Kind("dripping body", HEAD + "Content-Length: 1000\r\n\r\n", " "),
            new SlowClients.Kind("dripping chunks", HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"),
            new SlowClients.Kind("reading nothing", MUCH, "\r\n", 0),
            new SlowClients.Kind("reading in drips", MUCH, "\r\n", 64));

    static Stream<Arguments> attacks() {
        int each = Integer.getInteger("slow.clients", FEW);
        return Stream.concat(
                Stream.of(Arguments.of(KINDS.subList(0, 6), each)),
                KINDS.subList(6, 8).stream().map(kind -> Arguments.of(List.of(kind), Math.max(each, READERS))));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void they_are_let_go_and_keep_nobody_waiting(List<SlowClients.Kind> kinds, int each) {
        try (ARunningServer running = new ARunningServer()) {
            int port = running.base.getPort();
            try (SlowClients clients = new SlowClients(port, kinds, each)) {
                while (clients.open() > 0 && clients.age().compareTo(GONE_WITHIN) < 0)
                    assertThat(RawClient.exchange(
                                    port, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                            .startsWith("HTTP/1.1 200 ");
                assertThat(clients.open()).as("still open").isZero();
            }
        }
    }

    @Test
    void on_the_listener_of_operators_too() {
        try (OperatorServer operators = new OperatorServer(() -> true, () -> "figures 1\n")) {
            int port = operators.start("127.0.0.1", 0);
            try (SlowClients clients = new SlowClients(port, KINDS.subList(0, 3), FEW)) {
                while (clients.open() > 0 && clients.age().compareTo(GONE_WITHIN) < 0)
                    assertThat(RawClient.exchange(
                                    port, "GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                            .startsWith("HTTP/1.1 200 ");
                assertThat(clients.open()).as("still open").isZero();
            }
        }
    }
}
