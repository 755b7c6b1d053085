package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a connection that stays open keeps of a small heap. */
class ConnectionMemoryTest {
    private static final int CONNECTIONS = 400;

    /** Most bytes of one: as many as may be open at once must fit beside all else. */
    private static final long MOST = 40 * 1024;

    @Test
    void connections_that_asked_twice_and_stay_keep_little() throws IOException {
        try (ARunningServer running = new ARunningServer()) {
            RawClient.exchange(running.base.getPort(), request(-1));
            long before = LiveHeap.bytes();
            List<Socket> open = new ArrayList<>();
            try {
                for (int number = 0; number < CONNECTIONS; number++) {
                    Socket socket = RawClient.connect(running.base.getPort());
                    open.add(socket);
                    for (int time = 0; time < 2; time++) ask(socket, number);
                }
                assertThat((LiveHeap.bytes() - before) / CONNECTIONS).isLessThan(MOST);
            } finally {
                for (Socket socket : open) socket.close();
            }
        }
    }

    private static void ask(Socket socket, int number) throws IOException {
        socket.getOutputStream().write(request(number).getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read(new byte[8 * 1024])).isPositive();
    }

    private static String request(int number) {
        return "GET /health/live HTTP/1.1\r\nHost: x\r\nUser-Agent: client " + number + "\r\n\r\n";
    }
}
