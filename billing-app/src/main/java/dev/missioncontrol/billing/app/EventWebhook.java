package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.app.observe.LogIds;
import dev.missioncontrol.billing.http.EventAnswer;
import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.usecase.EventReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address that is told of events, signed as the specification of Standard Webhooks has it: {@code webhook-id},
 * {@code webhook-timestamp}, and in {@code webhook-signature} for each secret {@code v1,} and the HMAC-SHA256 of id, timestamp
 * and body. Redirects are not followed. The head of an answer decides, and what follows it is not read: it may have no end.
 */
final class EventWebhook implements EventReceiver {
    /** How long a connection may take to come about: one that is refused or dropped is known long before. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    /** How long the head of an answer is waited for: receivers store and answer, and work later. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    /** How long the rest of an answer is waited for, so that its connection can be used again: it is a few bytes, or none. */
    static final Duration REST_WITHIN = Duration.ofSeconds(1);

    /** How often it is told of an address that does not end its answers: each of its events is one more. */
    static final Duration TELL_EVERY = Duration.ofMinutes(1);

    /** Digits of a name: enough that two addresses never share one. */
    private static final int NAME_DIGITS = 32;

    private static final String PREFIX = "whsec_";
    private static final Logger LOG = LoggerFactory.getLogger(EventWebhook.class);

    private final String named;
    private final URI url;
    private final List<byte[]> keys;
    private final AccessPolicy policy;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private Instant tellAgain = Instant.MIN;

    /**
     * @param named as it is told of
     * @param policy by which is reckoned what a tenant may use
     */
    EventWebhook(String named, URI url, List<Secret> secrets, AccessPolicy policy, InstantSource clock) {
        this.named = named;
        this.policy = policy;
        this.url = url;
        this.clock = clock;
        keys = secrets.stream()
                .map(secret -> Base64.getDecoder().decode(secret.value().substring(PREFIX.length())))
                .toList();
    }

    @Override
    public String name() {
        return Sha256.hex(url.toString()).substring(0, NAME_DIGITS);
    }

    @Override
    public Outcome send(BillingEvent event) {
        byte[] body = EventAnswer.bytes(event, policy);
        String at = String.valueOf(clock.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "billing-webhooks/1")
                .header("webhook-id", event.id())
                .header("webhook-timestamp", at)
                .header("webhook-signature", signatures(event.id(), at, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        LogIds.traceparent().ifPresent(parent -> request.header("traceparent", parent));
        return told(request.build());
    }

    /** Neither is bounded by the request's own timeout: that is over with the head. */
    private Outcome told(HttpRequest request) {
        CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
        CompletableFuture<HttpResponse<Void>> whole = http.sendAsync(request, info -> {
            head.complete(info);
            return HttpResponse.BodySubscribers.discarding();
        });
        whole.whenComplete((answer, failure) -> {
            if (failure != null) head.completeExceptionally(failure);
        });
        try {
            HttpResponse.ResponseInfo answer = head.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            awaitRest(whole);
            if (answer.statusCode() / 100 == 2) return new Outcome.Taken();
            return new Outcome.Refused("it answered " + answer.statusCode(), retryAfter(answer));
        } catch (TimeoutException e) {
            return new Outcome.Away("no answer within " + ANSWER_WITHIN.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Outcome.Away(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Away("we are stopping");
        } finally {
            whole.cancel(true);
        }
    }

    /** However it ends, or does not: what the head said stands, and a connection that is not free by then is closed. */
    private void awaitRest(CompletableFuture<HttpResponse<Void>> whole) throws InterruptedException {
        try {
            whole.get(REST_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.debug("The rest of an answer did not come: {}", e.toString());
        } catch (TimeoutException e) {
            if (toBeTold())
                LOG.warn(
                        "{} answers, and does not end its answer: each event takes {} s more",
                        named,
                        REST_WITHIN.toSeconds());
        }
    }

    private synchronized boolean toBeTold() {
        Instant now = clock.instant();
        if (now.isBefore(tellAgain)) return false;
        tellAgain = now.plus(TELL_EVERY);
        return true;
    }

    private static Optional<Duration> retryAfter(HttpResponse.ResponseInfo answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private String signatures(String id, String at, byte[] body) {
        return keys.stream()
                .map(key -> "v1," + signature(key, id + "." + at + ".", body))
                .collect(Collectors.joining(" "));
    }

    private static String signature(byte[] key, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
