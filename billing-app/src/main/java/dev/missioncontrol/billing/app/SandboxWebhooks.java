package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the sandbox's events as Stripe would: as JSON, signed, over HTTP, to our own endpoint. */
final class SandboxWebhooks implements Consumer<ProviderEvent>, AutoCloseable {
    /** How long one delivery may take. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SandboxWebhooks.class);

    private final URI endpoint;
    private final StripeEventWriter writer;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile boolean closed;

    SandboxWebhooks(URI endpoint, String secret, InstantSource clock) {
        this.endpoint = endpoint;
        this.writer = new StripeEventWriter(secret);
        this.clock = clock;
    }

    @Override
    public void accept(ProviderEvent event) {
        if (closed) return;
        SignedEvent signed = writer.write(event, clock.instant());
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Stripe-Signature", signed.signatureHeader())
                .POST(HttpRequest.BodyPublishers.ofByteArray(signed.body()))
                .build();
        try {
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200)
                LOG.warn("The webhook {} was answered {}", event.type(), answer.statusCode());
        } catch (IOException e) {
            LOG.warn("The webhook {} was not delivered: {}", event.type(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
