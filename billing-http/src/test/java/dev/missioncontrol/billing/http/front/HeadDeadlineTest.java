package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heads that are not whole in time. */
@Timeout(120)
class HeadDeadlineTest {
    private static final byte[] HALF_A_HEAD =
            "POST /api/billing/webhook HTTP/1.1\r\nHost: x\r\nA: b\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicReference<Server> jetty = new AtomicReference<>();
    private final List<Integer> refused = new CopyOnWriteArrayList<>();

    private Javalin server() {
        Wire wire = new Wire(new Wire.Rules(false, Set.of(), "", path -> 1024), (path, status) -> refused.add(status));
        return BehindWire.server(wire, jetty::set, config -> {});
    }

    /**
     * Usually the server hears of a closed connection from the system, and says nothing. Where a byte of the head is being read just
     * then, it finds the connection closed by itself, and means to answer that something went wrong.
     */
    @Test
    void one_that_is_closed_while_a_byte_of_it_is_read_is_too_slow_and_no_failure_of_ours() throws Exception {
        Javalin server = server().start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write(HALF_A_HEAD);
            HttpConnection connection = connection();
            while (connection.getBytesIn() < HALF_A_HEAD.length || !connection.isFillInterested()) Thread.onSpinWait();

            connection.getEndPoint().close();
            connection.onFillable();

            assertThat(refused).containsExactly(408);
        } finally {
            server.stop();
        }
    }

    private HttpConnection connection() {
        ServerConnector connector = (ServerConnector) jetty.get().getConnectors()[0];
        while (connector.getConnectedEndPoints().isEmpty()) Thread.onSpinWait();
        return (HttpConnection)
                connector.getConnectedEndPoints().iterator().next().getConnection();
    }
}
