package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends events to the endpoints that want them, signed with the secret of each and in the shape of its version. */
final class WireEndpoints implements AutoCloseable {
    /** How long one delivery may take. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Time before each further attempt; Stripe tries for three days, nobody waits for a sandbox that long. */
    private static final List<Duration> RETRY_AFTER =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

    private final WireState books;
    private final InstantSource clock;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stripe-wire-webhooks");
        thread.setDaemon(true);
        return thread;
    });

    /** @param clock of signatures: the one of those who verify them, however the sandbox's was moved */
    WireEndpoints(WireState books, InstantSource clock) {
        this.books = books;
        this.clock = clock;
    }

    /** The secret of an endpoint; one is made up where there is none yet. */
    String secretOf(String endpoint) {
        return secrets.computeIfAbsent(
                endpoint, id -> "whsec_" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** An endpoint that is there without having been made over the wire: wants every event. */
    void add(URI url, String secret) {
        String id = books.endpoints.nextId();
        secrets.put(id, secret);
        ObjectNode json = WireShapes.of("webhook_endpoint").put("id", id).put("url", url.toString());
        json.put("created", books.now().getEpochSecond()).put("api_version", StripeEventWriter.API_VERSION);
        json.putArray("enabled_events").add("*");
        books.endpoints.put(id, json);
    }

    /** Sends an event to every endpoint that is enabled and wants it. */
    void send(ObjectNode event) {
        for (ObjectNode endpoint : books.endpoints.newestFirst()) {
            if (!endpoint.path("status").asText().equals("enabled") || !wants(endpoint, event)) continue;
            String version = endpoint.path("api_version").asText(StripeEventWriter.API_VERSION);
            ObjectNode shaped = event.deepCopy().put("api_version", version);
            if (OldShape.wants(version)) OldShape.apply(shaped.at("/data/object"));
            String id = endpoint.path("id").asText();
            later(Duration.ZERO, () -> attempt(id, WireShapes.bytes(shaped), 0));
        }
    }

    private static boolean wants(ObjectNode endpoint, ObjectNode event) {
        for (JsonNode type : endpoint.path("enabled_events"))
            if (type.asText().equals("*")
                    || type.asText().equals(event.path("type").asText())) return true;
        return false;
    }

    private void attempt(String endpoint, byte[] body, int attempts) {
        URI url = URI.create(books.endpoints
                .find(endpoint)
                .map(json -> json.path("url").asText())
                .orElse(""));
        if (url.getHost() == null || delivered(url, secretOf(endpoint), body)) return;
        if (attempts < RETRY_AFTER.size())
            later(RETRY_AFTER.get(attempts), () -> attempt(endpoint, body, attempts + 1));
        else
            System.getLogger(WireEndpoints.class.getName())
                    .log(System.Logger.Level.WARNING, "an event was given up: " + url + " does not answer 2xx");
    }

    private boolean delivered(URI url, String secret, byte[] body) {
        SignedEvent signed = new StripeEventWriter(secret).sign(body, clock.instant());
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (sandbox)")
                .header("Stripe-Signature", signed.signatureHeader())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                                    .statusCode()
                            / 100
                    == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void later(Duration delay, Runnable work) {
        try {
            sender.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            System.getLogger(WireEndpoints.class.getName())
                    .log(System.Logger.Level.DEBUG, "the server is closed; an event stays undelivered");
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
