package dev.missioncontrol.billing.app.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The truth about subscriptions, told as Stripe does: fetched one by one or in pages, no faster than its rate, and by events. */
final class StripeStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 4;
    private static final int PAGE = 100;
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final StripeEventWriter writer;
    private final int callsASecond;
    private final NavigableMap<String, SubscriptionSnapshot> truth = new ConcurrentSkipListMap<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private long second;
    private int callsThisSecond;

    StripeStandIn(String webhookSecret, int callsASecond) throws IOException {
        writer = new StripeEventWriter(webhookSecret);
        this.callsASecond = callsASecond;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    NavigableMap<String, SubscriptionSnapshot> truth() {
        return truth;
    }

    int fetches() {
        return fetches.get();
    }

    /** Calls over its rate, answered 429. */
    int refused() {
        return refused.get();
    }

    /** Changes the tenant's subscription, or makes it, and returns the event that says so. */
    SignedEvent change(String tenant, int seats, String status) {
        boolean isNew = !truth.containsKey("sub_" + tenant);
        SubscriptionSnapshot next = snapshot(tenant, seats, status);
        truth.put(next.id().value(), next);
        String type = status.equals("canceled") ? "deleted" : isNew ? "created" : "updated";
        Instant now = Instant.now();
        return writer.write(
                new ProviderEvent(
                        new EventId("evt_" + tenant + "_" + events.incrementAndGet()),
                        "customer.subscription." + type,
                        now.truncatedTo(ChronoUnit.SECONDS),
                        false,
                        Optional.empty(),
                        Optional.of(StripeEventWriter.API_VERSION),
                        new EventContent.OfSubscription(next),
                        ""),
                now);
    }

    private static SubscriptionSnapshot snapshot(String tenant, int seats, String status) {
        ASnapshot snapshot = ASnapshot.of("sub_" + tenant, CREATED)
                .customer("cus_" + tenant)
                .status(status)
                .monthly("price_team_m", seats, CREATED.plus(Duration.ofDays(400)))
                .tenant(tenant);
        if (status.equals("canceled")) snapshot.endedAt(Optional.of(CREATED));
        return snapshot.said();
    }

    private synchronized boolean overTheRate() {
        long now = Instant.now().getEpochSecond();
        if (now != second) {
            second = now;
            callsThisSecond = 0;
        }
        return ++callsThisSecond > callsASecond;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (overTheRate()) {
            refused.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", "1");
            send(exchange, 429, error("rate_limit"));
        } else if (path.equals("/v1/subscriptions")) send(exchange, 200, page(exchange));
        else if (path.startsWith("/v1/subscriptions/")) {
            fetches.incrementAndGet();
            SubscriptionSnapshot one = truth.get(path.substring("/v1/subscriptions/".length()));
            send(exchange, one == null ? 404 : 200, one == null ? error("resource_missing") : json(one));
        } else if (exchange.getRequestMethod().equals("GET")) send(exchange, 200, list(false));
        else if (path.equals("/v1/customers")) send(exchange, 200, made("cus_made", "customer"));
        else if (path.equals("/v1/checkout/sessions")) send(exchange, 200, session());
        else send(exchange, 404, error("resource_missing"));
    }

    private ObjectNode made(String prefix, String kind) {
        return JSON.createObjectNode()
                .put("id", prefix + made.incrementAndGet())
                .put("object", kind)
                .put("livemode", false);
    }

    /** A page on which nobody ever pays. */
    private ObjectNode session() {
        ObjectNode session = made("cs_test_", "checkout.session");
        return session.put("mode", "subscription")
                .put("status", "open")
                .put("expires_at", Instant.now().plus(Duration.ofDays(1)).getEpochSecond())
                .put("url", "https://checkout.example/" + session.path("id").asText());
    }

    private ObjectNode page(HttpExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String after = parameter(query, "starting_after").orElse("");
        Optional<String> customer = parameter(query, "customer");
        List<SubscriptionSnapshot> rest = truth.tailMap(after, false).values().stream()
                .filter(one -> customer.isEmpty()
                        || one.customer().orElseThrow().value().equals(customer.get()))
                .limit(PAGE + 1)
                .toList();
        ObjectNode list = list(rest.size() > PAGE);
        rest.stream().limit(PAGE).forEach(one -> list.withArray("data").add(json(one)));
        return list;
    }

    private static Optional<String> parameter(String query, String name) {
        for (String pair : query.split("&"))
            if (pair.startsWith(name + "=")) return Optional.of(pair.substring(name.length() + 1));
        return Optional.empty();
    }

    private static ObjectNode list(boolean more) {
        ObjectNode list = JSON.createObjectNode().put("object", "list").put("has_more", more);
        list.putArray("data");
        return list;
    }

    private static ObjectNode error(String code) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", code)
                .put("message", code);
        return error;
    }

    /** The object that Stripe would answer is the one that its event carries. */
    private static JsonNode json(SubscriptionSnapshot snapshot) {
        ProviderEvent event = new ProviderEvent(
                new EventId("evt_0"),
                "customer.subscription.updated",
                CREATED,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfSubscription(snapshot),
                "");
        try {
            return JSON.readTree(StripeEventWriter.body(event)).path("data").path("object");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
