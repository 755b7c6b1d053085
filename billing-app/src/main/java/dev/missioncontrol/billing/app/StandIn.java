package dev.missioncontrol.billing.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Knows nothing, as Stripe with another account's key: every call is told that what it asks for is missing. On a bare socket, so that
 * an archive has no web server's classes that a product never uses.
 */
final class StandIn implements AutoCloseable {
    private static final String MISSING =
            "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\",\"message\":\"no such thing\"}}";
    private static final byte[] ANSWER =
            ("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nConnection: close\r\n" + "Content-Length: "
                            + MISSING.length() + "\r\n\r\n" + MISSING)
                    .getBytes(StandardCharsets.US_ASCII);

    /** Calls that wait to be answered. */
    private static final int BACKLOG = 16;

    private final ServerSocket socket;
    private final CountDownLatch asked = new CountDownLatch(1);

    StandIn() throws IOException {
        socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::answer, "stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    String base() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Waits until something was asked for and answered. */
    boolean awaitAsked(long seconds) throws InterruptedException {
        return asked.await(seconds, TimeUnit.SECONDS);
    }

    private void answer() {
        while (!socket.isClosed()) {
            try (Socket call = socket.accept();
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(call.getInputStream(), StandardCharsets.US_ASCII));
                    OutputStream out = call.getOutputStream()) {
                String line = request.readLine();
                while (line != null && !line.isEmpty()) line = request.readLine();
                out.write(ANSWER);
                out.flush();
                asked.countDown();
            } catch (IOException e) {
                if (!socket.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
