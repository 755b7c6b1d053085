package dev.missioncontrol.billing.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Bytes on a socket, as no well-behaved client would send them. */
final class RawClient {
    /** How long an answer is waited for on a connection that is kept open, in milliseconds: a busy machine takes seconds. */
    private static final int PATIENCE_MS = 30_000;

    private RawClient() {}

    /** The first answer on a connection that stays open, or all that came until it was closed. */
    static String exchange(int port, String request) {
        return exchange(port, request, RawClient::whole);
    }

    /** All that came until the server closed the connection, as a request for it is told to. */
    static String exchangeUntilClosed(int port, String request) {
        return exchange(port, request, answer -> false);
    }

    private static String exchange(int port, String request, Predicate<String> enough) {
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream(), enough);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private static String read(InputStream in, Predicate<String> enough) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8 * 1024];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.write(some, 0, n);
                if (enough.test(all.toString(StandardCharsets.ISO_8859_1))) break;
            }
        } catch (SocketTimeoutException e) {
            // the connection was kept open: what came is the answer
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the first answer is there, on a connection that stays open. */
    private static boolean whole(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0 || answer.contains("Connection: close")) return false;
        String length = answer.substring(0, head).replaceFirst("(?is).*content-length: (\\d+).*", "$1");
        return length.matches("\\d+") && answer.length() >= head + 4 + Integer.parseInt(length);
    }
}
