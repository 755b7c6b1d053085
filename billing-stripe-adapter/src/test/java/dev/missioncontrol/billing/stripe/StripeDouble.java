package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Something that listens where Stripe would: answers what a test has lined up, one request a connection, and remembers
 * what it was asked. On bare sockets, since the JDK's server writes a {@code Date} of its own and can't leave it out.
 */
final class StripeDouble implements AutoCloseable {
    /** The key that the provider is given: appears in no message. */
    static final String KEY = "sk_test_canary51abc";

    /** What its clock says in every good answer. */
    static final String DATE = "Mon, 21 Sep 2026 14:13:20 GMT";

    /** Nobody waits as long for an answer, unless none comes: tests that wait in vain name a shorter time. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One request, its parameters decoded, from query and form alike. */
    record Seen(String method, String path, Map<String, String> parameters, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    private interface Reply {
        void to(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> hanging = Collections.synchronizedList(new ArrayList<>());

    StripeDouble() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread listener = new Thread(this::listen, "stripe-double");
        listener.setDaemon(true);
        listener.start();
    }

    URI base() {
        return URI.create("http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
    }

    /** A provider that talks to it, without retries. */
    StripePaymentProvider provider() {
        return settings().build();
    }

    StripeSettings settings() {
        return StripePaymentProvider.withKey(KEY)
                .apiBase(base())
                .connectTimeout(PATIENCE)
                .readTimeout(PATIENCE)
                .maxNetworkRetries(0);
    }

    StripeDouble answers(String json) {
        return answers(200, json, Map.of("Date", DATE));
    }

    StripeDouble refuses(int status, String code, String parameter, String message) {
        return answers(
                status,
                "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"" + code + "\",\"param\":\"" + parameter
                        + "\",\"message\":\"" + message + "\"}}",
                Map.of("Request-Id", "req_1"));
    }

    StripeDouble answers(int status, String body, Map<String, String> headers) {
        replies.add(socket -> {
            byte[] bytes = body.getBytes(UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\nConnection: close\r\n");
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            socket.getOutputStream().write((head + "\r\n").getBytes(ISO_8859_1));
            socket.getOutputStream().write(bytes);
            socket.close();
        });
        return this;
    }

    /** Hears the request and says nothing until it is closed. */
    StripeDouble hangs() {
        replies.add(hanging::add);
        return this;
    }

    /** Hears the request and resets the connection. */
    StripeDouble breaks() {
        replies.add(socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
        return this;
    }

    void forget() {
        replies.clear();
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** What was asked, once it was so often: who gave up waiting for an answer does not know when the request was read. */
    List<Seen> seen(int times) {
        long last = System.nanoTime() + PATIENCE.toNanos();
        synchronized (seen) {
            while (seen.size() < times) {
                long left = Duration.ofNanos(last - System.nanoTime()).toMillis();
                if (left <= 0) throw new AssertionError("not " + times + " requests: " + seen);
                try {
                    seen.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError("interrupted", e);
                }
            }
            return List.copyOf(seen);
        }
    }

    Seen only() {
        if (seen.size() != 1) throw new AssertionError("not one request: " + seen);
        return seen.get(0);
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String[] request = line(in).split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in))
            headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip());
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] target = request[1].split("\\?", 2);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (target.length > 1) decode(target[1], parameters);
        decode(new String(body, UTF_8), parameters);
        synchronized (seen) {
            seen.add(new Seen(request[0], target[0], parameters, headers));
            seen.notifyAll();
        }
        if (replies.isEmpty()) answers(599, "{}", Map.of());
        replies.remove().to(socket);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) if (b != '\r') line.write(b);
        return line.toString(ISO_8859_1);
    }

    private static void decode(String pairs, Map<String, String> parameters) {
        if (pairs.isEmpty()) return;
        for (String pair : pairs.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = URLDecoder.decode(parts[0], UTF_8);
            String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8);
            // A doubled or nameless one is shown to the test as a parameter that no schema knows.
            if (name.isEmpty() || parameters.put(name, value) != null) parameters.put("broken: " + pairs, "");
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : hanging) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
