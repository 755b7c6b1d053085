package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Something that listens where Stripe would: answers what a test has lined up, and remembers what it was asked. */
final class StripeDouble implements AutoCloseable {
    /** The key that the provider is given: appears in no message. */
    static final String KEY = "sk_test_canary51abc";

    /** What its clock says in every answer. */
    static final String DATE = "Mon, 21 Sep 2026 14:13:20 GMT";

    /** One request, its parameters decoded, from query and form alike. */
    record Seen(String method, String path, Map<String, String> parameters, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);

    StripeDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI base() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    /** A provider that talks to it, impatient and without retries. */
    StripePaymentProvider provider() {
        return settings().build();
    }

    StripeSettings settings() {
        return StripePaymentProvider.withKey(KEY)
                .apiBase(base())
                .connectTimeout(Duration.ofSeconds(2))
                .readTimeout(Duration.ofSeconds(5))
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

    synchronized StripeDouble answers(int status, String body, Map<String, String> headers) {
        replies.add(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        return this;
    }

    /** Hears the request and says nothing until it is closed. */
    synchronized StripeDouble hangs() {
        replies.add(exchange -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        return this;
    }

    /** Hears the request and breaks the connection. */
    synchronized StripeDouble breaks() {
        replies.add(HttpExchange::close);
        return this;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    Seen only() {
        if (seen.size() != 1) throw new AssertionError("not one request: " + seen);
        return seen.get(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        decode(exchange.getRequestURI().getRawQuery(), parameters);
        decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), parameters);
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), parameters, headers));
        Reply reply;
        synchronized (this) {
            reply = replies.poll();
        }
        if (reply == null) answers(599, "{}", Map.of()).replies.remove().to(exchange);
        else reply.to(exchange);
    }

    private static void decode(String pairs, Map<String, String> parameters) {
        if (pairs == null || pairs.isEmpty()) return;
        for (String pair : pairs.split("&")) {
            String[] parts = pair.split("=", 2);
            String before = parameters.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            if (before != null) throw new IllegalStateException("sent twice: " + parts[0]);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
