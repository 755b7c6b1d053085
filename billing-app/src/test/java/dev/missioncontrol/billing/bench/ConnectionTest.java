package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final byte[] REQUEST = Requests.get("/", "none");
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    @Test
    void a_connection_that_the_server_closed_is_opened_again_and_told_of() throws IOException {
        answering(1, 1);
        try (Connection connection = new Connection(server.getLocalPort())) {
            assertThat(connection.ask(REQUEST)).isEqualTo(200);
            assertThat(connection.reopened()).isZero();

            assertThat(connection.ask(REQUEST)).isEqualTo(200);
            assertThat(connection.reopened()).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_does_not_answer_on_a_new_connection_either_ends_the_load() throws IOException {
        answering(0, 0);
        try (Connection connection = new Connection(server.getLocalPort())) {
            assertThatThrownBy(() -> connection.ask(REQUEST)).isInstanceOf(IOException.class);
        }
    }

    /** Closes each connection after so many answers. */
    private void answering(int... answers) {
        Thread thread = new Thread(() -> {
            for (int many : answers) serve(many);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(int many) {
        try (Socket socket = server.accept()) {
            for (int answer = 0; answer < many; answer++) {
                socket.getInputStream().skipNBytes(REQUEST.length);
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
