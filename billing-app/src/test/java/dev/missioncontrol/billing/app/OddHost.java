package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers whatever it is asked with one line of a test's, which is no HTTP. */
final class OddHost implements AutoCloseable {
    private static final int REQUEST_READ = 64 * 1024;

    private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CopyOnWriteArrayList<IOException> faults = new CopyOnWriteArrayList<>();

    OddHost(String line) throws IOException {
        thread.execute(() -> answer(line));
    }

    private void answer(String line) {
        while (!socket.isClosed()) {
            try (Socket one = socket.accept()) {
                one.getInputStream().read(new byte[REQUEST_READ]);
                one.getOutputStream().write((line + "\r\n\r\n").getBytes(ISO_8859_1));
            } catch (SocketException e) {
                // Closed by who asked, or by the test: the next one is answered, or the loop ends.
                if (socket.isClosed()) return;
            } catch (IOException e) {
                faults.add(e);
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        thread.shutdownNow();
        if (!faults.isEmpty()) throw faults.get(0);
    }
}
