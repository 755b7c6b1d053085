package dev.missioncontrol.billing.app.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The line to a provider, on which one call can be held: before it is made, or when it is made and not answered yet. */
final class HeldLine implements AutoCloseable {
    /** Where a call is held. */
    enum Where {
        BEFORE_IT_IS_MADE,
        BEFORE_IT_IS_ANSWERED
    }

    /** A call that is to be held; let go, it is over without an answer. */
    private static final class Hold {
        private final Where where;
        private final String operation;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        Hold(Where where, String operation) {
            this.where = where;
            this.operation = operation;
        }

        boolean holds(Where here, String call) throws InterruptedException {
            if (here != where || !call.equals(operation)) return false;
            reached.countDown();
            over.await();
            return true;
        }
    }

    /** How long a call may take to be made, in seconds: a node that starts on a busy machine among it. */
    private static final int LONGEST_SECONDS = 120;

    private static final Set<String> PASSED_ON =
            Set.of("authorization", "content-type", "idempotency-key", "stripe-version");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Map<String, String>> made = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final URI provider;
    private volatile Hold hold = new Hold(Where.BEFORE_IT_IS_MADE, "");

    HeldLine(URI provider) throws IOException {
        this.provider = provider;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Holds the next such call, {@code POST /v1/customers} say. */
    void hold(Where where, String operation) {
        hold = new Hold(where, operation);
    }

    /** Waits until it is there. */
    void awaitHeld() throws InterruptedException {
        if (!hold.reached.await(LONGEST_SECONDS, TimeUnit.SECONDS)) throw new IllegalStateException("nobody called");
    }

    /** The caller is gone by now: it gets no answer, and what was not made never is. */
    void letGo() {
        Hold held = hold;
        hold = new Hold(Where.BEFORE_IT_IS_MADE, "");
        held.over.countDown();
    }

    void forget() {
        made.clear();
    }

    /** What the provider made by this operation: each object's id, with its address where it has one. */
    Map<String, String> made(String operation) {
        return made.getOrDefault(operation, Map.of());
    }

    private void pass(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Hold current = hold;
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (current.holds(Where.BEFORE_IT_IS_MADE, call)) return;
            HttpResponse<byte[]> answer = client.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200 && exchange.getRequestMethod().equals("POST")) note(call, answer.body());
            if (current.holds(Where.BEFORE_IT_IS_ANSWERED, call)) return;
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders()
                    .add("Date", answer.headers().firstValue("Date").orElseThrow());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        provider.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) request.header(name, values.get(0));
        });
        return request.build();
    }

    private void note(String call, byte[] body) throws IOException {
        JsonNode json = JSON.readTree(body);
        made.computeIfAbsent(call, absent -> Collections.synchronizedMap(new TreeMap<>()))
                .put(json.path("id").asText(), json.path("url").asText());
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
