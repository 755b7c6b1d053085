package dev.missioncontrol.billing.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers what Stripe would of any subscription, so long after it was asked, and lists them in pages as Stripe does. */
final class Provider implements AutoCloseable {
    /** What Stripe allows, in calls a second, and so the most that can be set. */
    static final String FASTEST_RATE = "100";

    /** Subscriptions of a page: the most that Stripe gives. */
    static final int PAGE = 100;

    /** What it says unless it is told otherwise. */
    static final int SEATS = 5;

    private static final int THREADS = 64;
    private static final String SUBSCRIPTIONS = "/v1/subscriptions";
    private static final Pattern AFTER = Pattern.compile("starting_after=sub_(\\d+)");

    static {
        // A head and a body are written apart; without this the second waits for the client to have
        // acknowledged the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Template subscription = Template.subscription();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong fetches = new AtomicLong();
    private final AtomicLong pages = new AtomicLong();
    private volatile int listed;
    private volatile Duration delay = Duration.ZERO;
    private volatile ToIntFunction<String> seats = number -> SEATS;

    Provider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Lists the subscriptions of so many tenants from now on. */
    void lists(int tenants) {
        listed = tenants;
    }

    long pages() {
        return pages.get();
    }

    /** The request for the page behind the subscription of this number, or for the first one. */
    byte[] page(long after) {
        return Requests.get(
                SUBSCRIPTIONS + "?status=all&limit=" + PAGE + (after < 0 ? "" : "&starting_after=sub_" + after),
                "none");
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
        byte[] bytes = body(exchange.getRequestURI());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private byte[] body(URI uri) {
        String path = uri.getPath();
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        if (path.startsWith(SUBSCRIPTIONS + "/")) {
            fetches.incrementAndGet();
            return subscription(path.substring(SUBSCRIPTIONS.length() + "/sub_".length()));
        }
        if (path.equals(SUBSCRIPTIONS) && !query.contains("customer=")) {
            pages.incrementAndGet();
            Matcher after = AFTER.matcher(query);
            return list(after.find() ? Integer.parseInt(after.group(1)) + 1 : 0);
        }
        return list(listed);
    }

    private byte[] list(int first) {
        int behind = Math.min(listed, first + PAGE);
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.writeBytes(
                "{\"object\":\"list\",\"url\":\"/v1/subscriptions\",\"data\":[".getBytes(StandardCharsets.US_ASCII));
        for (int number = first; number < behind; number++) {
            if (number > first) list.write(',');
            list.writeBytes(subscription(Integer.toString(number)));
        }
        list.writeBytes(("],\"has_more\":" + (behind < listed) + "}").getBytes(StandardCharsets.US_ASCII));
        return list.toByteArray();
    }

    private byte[] subscription(String number) {
        return subscription.fill(number, "bench" + number, "", 0, seats.applyAsInt(number));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
