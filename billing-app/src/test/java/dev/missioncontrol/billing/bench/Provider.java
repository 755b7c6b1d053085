package dev.missioncontrol.billing.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/** Answers what Stripe would of any subscription, so long after it was asked. */
final class Provider implements AutoCloseable {
    /** What Stripe allows, in calls a second, and so the most that can be set. */
    static final String FASTEST_RATE = "100";

    private static final int THREADS = 64;
    private static final int SEATS = 5;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong fetches = new AtomicLong();
    private volatile Duration delay = Duration.ZERO;
    private volatile ToIntFunction<String> seats = number -> SEATS;

    Provider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many seats it says that the subscription of this number has. */
    void seats(ToIntFunction<String> ofNumber) {
        seats = ofNumber;
    }

    void answersAfter(Duration time) {
        delay = time;
    }

    long fetches() {
        return fetches.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!delay.isZero()) LockSupport.parkNanos(delay.toNanos());
        String path = exchange.getRequestURI().getPath();
        String subscriptions = "/v1/subscriptions/";
        String body = "{\"object\":\"list\",\"data\":[],\"has_more\":false}";
        if (path.startsWith(subscriptions)) {
            fetches.incrementAndGet();
            body = object(path.substring(subscriptions.length() + "sub_".length()));
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String object(String number) {
        return Events.object(number, seats.applyAsInt(number));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
