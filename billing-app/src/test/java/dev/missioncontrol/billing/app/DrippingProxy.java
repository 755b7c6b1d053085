package dev.missioncontrol.billing.app;

import com.microsoft.playwright.options.Proxy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A line so slow that a browser may paint a document before all of it is there. */
final class DrippingProxy implements AutoCloseable {
    /** Bytes that come at once: a plan's card has about as many. */
    private static final int PIECE = 2000;

    /** Milliseconds between two pieces: more than a browser takes for a frame. */
    private static final int PAUSE = 25;

    /** Set by the client itself, or about one hop alone. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "host",
            "connection",
            "proxy-connection",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
            "upgrade-insecure-requests");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    DrippingProxy() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** For a browser that would not use one for its own machine. */
    Proxy settings() {
        return new Proxy("http://127.0.0.1:" + server.getAddress().getPort()).setBypass("<-loopback>");
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request(exchange), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name)) exchange.getResponseHeaders().put(name, values);
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            boolean document =
                    List.of("document").equals(exchange.getRequestHeaders().get("Sec-Fetch-Dest"));
            write(exchange.getResponseBody(), answer.body(), document ? PIECE : Integer.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest request(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(exchange.getRequestURI())
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)))
                values.forEach(value -> request.header(name, value));
        });
        return request.build();
    }

    private static void write(OutputStream to, byte[] body, int piece) throws IOException, InterruptedException {
        for (int at = 0; at < body.length; at += Math.min(piece, body.length - at)) {
            to.write(body, at, Math.min(piece, body.length - at));
            to.flush();
            // Nothing counts it down: the line is slow.
            if (body.length - at > piece) new CountDownLatch(1).await(PAUSE, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
