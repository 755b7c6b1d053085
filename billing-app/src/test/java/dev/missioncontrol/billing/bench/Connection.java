package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A keep-alive connection of the load. A server may close one at any time between two answers, and does where it has too much to
 * do: then a request is sent once more on a new one, as every client of HTTP does.
 */
final class Connection implements AutoCloseable {
    static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final int port;
    private Socket socket;
    private AnswerReader answers;
    private long reopened;

    Connection(int port) throws IOException {
        this.port = port;
        open();
    }

    private void open() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) LONGEST_ANSWER.toMillis());
        answers = new AnswerReader(socket.getInputStream());
    }

    /**
     * The status of the answer, whose body is thrown away.
     *
     * @throws IOException if a new connection has no answer either
     */
    int ask(byte[] request) throws IOException {
        try {
            return once(request);
        } catch (IOException closed) {
            socket.close();
            open();
            reopened++;
            return once(request);
        }
    }

    private int once(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        return answers.status();
    }

    /** How often it had to be opened again. */
    long reopened() {
        return reopened;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
