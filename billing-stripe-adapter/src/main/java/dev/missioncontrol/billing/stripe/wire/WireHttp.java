package dev.missioncontrol.billing.stripe.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * As much of HTTP/1.1 as Stripe's libraries speak: on bare sockets, since the JDK's server writes a {@code Date} of its own
 * and can break no connection.
 */
final class WireHttp implements AutoCloseable {
    /** Longest line of a head in bytes. */
    private static final int LONGEST_LINE = 8 * 1024;

    /** Most header fields. */
    private static final int MOST_FIELDS = 100;

    /** Largest body in bytes: more than any operation takes. */
    private static final int LARGEST_BODY = 256 * 1024;

    /** Connections that are served at the same time; more wait. */
    private static final int MOST_CONNECTIONS = 128;

    /** How long a connection may be silent, in milliseconds. */
    private static final int IDLE_MS = 60_000;

    private final ServerSocket listener;
    private final Function<WireRequest, Optional<WireAnswer>> handler;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(MOST_CONNECTIONS, task -> {
        Thread thread = new Thread(task, "stripe-wire");
        thread.setDaemon(true);
        return thread;
    });

    /** @param handler answers, or breaks the connection by answering nothing */
    WireHttp(int port, Function<WireRequest, Optional<WireAnswer>> handler) {
        this.handler = handler;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_CONNECTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox can't listen on port " + port + ": " + e.getMessage(), e);
        }
        Thread acceptor = new Thread(this::accept, "stripe-wire-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                if (!listener.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(IDLE_MS);
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Optional<WireRequest> request = read(in); request.isPresent(); request = read(in)) {
                Optional<WireAnswer> answer = handler.apply(request.get());
                if (answer.isEmpty()) return;
                write(connection.getOutputStream(), answer.get());
                if (request.get()
                        .header("connection")
                        .filter("close"::equalsIgnoreCase)
                        .isPresent()) return;
            }
        } catch (IOException gone) {
            // Whoever called has hung up or sent what is no HTTP: nobody is left to be told.
            System.getLogger(WireHttp.class.getName()).log(System.Logger.Level.DEBUG, gone.toString());
        } finally {
            connections.remove(connection);
        }
    }

    /** The next request; nothing when the caller is done. */
    private static Optional<WireRequest> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) return Optional.empty();
        String[] words = first.split(" ");
        if (words.length != 3) throw new IOException("no request line");
        Map<String, String> headers = new HashMap<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            if (colon < 1 || headers.size() == MOST_FIELDS) throw new IOException("no header");
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).trim());
        }
        String body = new String(body(in, headers), StandardCharsets.UTF_8);
        String[] target = words[1].split("\\?", 2);
        String query = target.length == 2 ? target[1] : "";
        String parameters = query.isEmpty() || body.isEmpty() ? query + body : query + "&" + body;
        return Optional.of(new WireRequest(words[0], target[0], parameters, headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) throw new IOException("no chunks, please");
        int length;
        try {
            length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        } catch (NumberFormatException e) {
            throw new IOException("no length", e);
        }
        if (length < 0 || length > LARGEST_BODY) throw new IOException("a body of " + length + " bytes");
        byte[] body = in.readNBytes(length);
        if (body.length < length) throw new IOException("the body ended early");
        return body;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            if (line.size() == LONGEST_LINE) throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
            if (next != '\r') line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, WireAnswer answer) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" -\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(answer.body());
        out.write(whole.toByteArray());
        out.flush();
    }

    /** Breaks all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
