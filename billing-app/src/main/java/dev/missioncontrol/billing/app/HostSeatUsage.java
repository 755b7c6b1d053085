package dev.missioncontrol.billing.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.app.config.SeatCount;
import dev.missioncontrol.billing.http.auth.BoundedBody;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.SeatUsage;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the host how many seats of a tenant are in use: {@code GET URL?tenant=acme} with a bearer secret, answered
 * {@code {"inUse": 4}}. Redirects are not followed, since the secret would go along. What is no such answer in time is no
 * answer: a guess could take seats away from people. A host that is away is left alone by all for a moment; one that has no
 * answer for a tenant is left alone about that tenant.
 */
public final class HostSeatUsage implements SeatUsage {
    /** Longest a page or a change waits for it: a host counts rows of its own. */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    /** How long it is not asked again: by nobody, so that no page waits for a host that is away; or about a tenant it said nothing of. */
    static final Duration RESTS = Duration.ofSeconds(5);

    /** Largest answer in bytes: it is one number. */
    static final int LARGEST = 4 * 1024;

    /** Most tenants that are remembered to rest; the one that rests longest is asked again first. A node asks about fewer in that time. */
    static final int MOST_RESTING = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SeatCount.Source source;
    private final InstantSource clock;
    private final Duration answerWithin;
    private final HttpClient http;
    private final Map<TenantId, Instant> resting = new LinkedHashMap<>();
    private volatile Instant restsUntil = Instant.MIN;

    HostSeatUsage(SeatCount.Source source, InstantSource clock) {
        this(source, clock, ANSWER_WITHIN);
    }

    /** @param answerWithin how long the host is waited for */
    HostSeatUsage(SeatCount.Source source, InstantSource clock, Duration answerWithin) {
        this.source = source;
        this.clock = clock;
        this.answerWithin = answerWithin;
        this.http = HttpClient.newBuilder()
                .connectTimeout(answerWithin)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public OptionalLong inUse(TenantId tenant) {
        if (isResting(restsUntil) || rests(tenant)) throw new SeatUsageException("the host failed to say a moment ago");
        HttpResponse<byte[]> answer = answered(tenant);
        try {
            return OptionalLong.of(count(answer));
        } catch (SeatUsageException e) {
            rest(tenant);
            throw e;
        }
    }

    private HttpResponse<byte[]> answered(TenantId tenant) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(question(source, tenant, answerWithin), HostSeatUsage::body);
        try {
            return answer.get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            restsUntil = clock.instant().plus(RESTS);
            throw new SeatUsageException("the host did not say within " + answerWithin.toSeconds() + " s");
        } catch (ExecutionException e) {
            // It answered, and said nothing that could be a count: that is about this tenant.
            if (e.getCause() instanceof BoundedBody.TooLarge) rest(tenant);
            else restsUntil = clock.instant().plus(RESTS);
            throw new SeatUsageException("the host could not be asked: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SeatUsageException("we are stopping");
        }
    }

    /**
     * How the host is asked.
     *
     * @param answerWithin how long the head of its answer is waited for
     */
    public static HttpRequest question(SeatCount.Source source, TenantId tenant, Duration answerWithin) {
        return HttpRequest.newBuilder(address(source.url(), tenant))
                .timeout(answerWithin)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + source.secret().value())
                .build();
    }

    /** Reads what is an answer. A refusal says it by its status: the page that comes with it may be of any length. */
    public static HttpResponse.BodySubscriber<byte[]> body(HttpResponse.ResponseInfo head) {
        return head.statusCode() == 200
                ? new BoundedBody(LARGEST)
                : HttpResponse.BodySubscribers.replacing(new byte[0]);
    }

    private synchronized void rest(TenantId tenant) {
        Instant now = clock.instant();
        resting.values().removeIf(until -> !now.isBefore(until));
        resting.put(tenant, now.plus(RESTS));
        if (resting.size() > MOST_RESTING)
            resting.remove(resting.keySet().iterator().next());
    }

    private synchronized boolean rests(TenantId tenant) {
        return resting.containsKey(tenant) && isResting(resting.get(tenant));
    }

    /** By a clock that was put back nobody rests: it would be for as long as it was put back. */
    private boolean isResting(Instant until) {
        Instant now = clock.instant();
        return now.isBefore(until) && !now.isBefore(until.minus(RESTS));
    }

    /** How many tenants rest, or did when the last of them began to. */
    synchronized int resting() {
        return resting.size();
    }

    private static URI address(URI url, TenantId tenant) {
        String query = url.getRawQuery() == null ? "?" : "&";
        return URI.create(url + query + "tenant=" + URLEncoder.encode(tenant.value(), StandardCharsets.UTF_8));
    }

    /**
     * How many seats an answer says are in use.
     *
     * @throws SeatUsageException if it says none
     */
    public static long count(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) throw new SeatUsageException("the host answered " + answer.statusCode());
        JsonNode count;
        try {
            count = JSON.readTree(answer.body()).path("inUse");
        } catch (JsonProcessingException e) {
            throw new SeatUsageException("the host's answer is not JSON");
        } catch (IOException e) {
            throw new SeatUsageException("the host's answer can't be read");
        }
        if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0)
            throw new SeatUsageException("the host's answer has no whole number as inUse");
        return count.longValue();
    }
}
