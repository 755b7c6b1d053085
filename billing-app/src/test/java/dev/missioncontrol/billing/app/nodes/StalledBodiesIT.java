package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.stripe.SignedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers who send nearly all of a large body and then nothing: together more than a server has memory. */
class StalledBodiesIT {
    /** With so many bytes each, more than the heap that a node is deployed with. */
    private static final int STRANGERS = 600;

    private static final int SENT = 250_000;

    private static final byte[] NEARLY_ALL = new byte[SENT];

    @TempDir
    Path folder;

    @Test
    void a_server_outlives_them_and_takes_events_meanwhile() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try (Cluster cluster = new Cluster(folder, 100)) {
            assertThat(cluster.run("migrate")).as(cluster.said()).isZero();
            Node node = cluster.deployed().ready();
            for (int i = 0; i < STRANGERS; i++) strangers.add(stalled(node.port()));
            SignedEvent event = cluster.stripe.change("acme", 3, "active");
            assertThat(node.deliver(event)).as(cluster.said()).isEqualTo(200);
            assertThat(node.probe("/health/live")).isEqualTo(200);
        } finally {
            for (Socket one : strangers) one.close();
        }
    }

    private static Socket stalled(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /api/billing/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + (SENT + 1) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(NEARLY_ALL);
        return socket;
    }
}
