package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a key set. Of nimbus's own retriever only single reads are bounded, so that a server that drips would hold a
 * thread for hours; and it follows redirects, to where nobody configured.
 */
final class PublishedSet implements JWKSetSource<SecurityContext> {
    private static final int OK = 200;
    private static final Logger LOG = LoggerFactory.getLogger(PublishedSet.class);

    private final URI url;
    private final JwksPolicy policy;
    private volatile boolean reached;
    private volatile @Nullable Fetched last;
    private @Nullable HttpClient http;

    /**
     * @param at when it was asked for, in milliseconds of the clock that the cache goes by
     * @param tick the same by {@link System#nanoTime}
     */
    private record Fetched(JWKSet set, long at, long tick) {
        /** By the one that went further: the first may be put back, the second may stand still while the machine sleeps. */
        boolean isOver(Duration longest, long now, long nowTick) {
            return now - at >= longest.toMillis() || nowTick - tick >= longest.toNanos();
        }
    }

    PublishedSet(URI url, JwksPolicy policy) {
        this.url = url;
        this.policy = policy;
    }

    /** Made for the first fetch: it has threads, and a configuration that is only read again asks nobody. */
    private synchronized HttpClient http() {
        if (http == null)
            http = HttpClient.newBuilder()
                    .connectTimeout(policy.fetch())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        return http;
    }

    /** Whether the last fetch worked: then a key that it did not bring does not exist. */
    boolean reached() {
        return reached;
    }

    /** What the last fetch that worked brought, for as long as that is used while none does. */
    Optional<JWKSet> last(long now, long tick) {
        return Optional.ofNullable(last)
                .filter(one -> !one.isOver(policy.outage(), now, tick))
                .map(Fetched::set);
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        long tick = System.nanoTime();
        try {
            JWKSet set = parsed(fetch());
            reached = true;
            last = new Fetched(set, now, tick);
            return set;
        } catch (IOException e) {
            throw failed(new JWKSetRetrievalException(String.valueOf(e.getMessage()), e));
        } catch (IllegalArgumentException e) {
            throw failed(new JWKSetParseException("the answer is no key set", e));
        }
    }

    /** @throws IllegalArgumentException if it is no set, or one without a key */
    static JWKSet parsed(String text) {
        try {
            JWKSet set = JWKSet.parse(text);
            if (set.isEmpty()) throw new IllegalArgumentException("the set holds no key");
            return set;
        } catch (ParseException e) {
            throw new IllegalArgumentException("this is no key set", e);
        }
    }

    private JWKSetUnavailableException failed(JWKSetUnavailableException e) {
        reached = false;
        LOG.warn("The keys of tokens can't be fetched from {}: {}", url, e.getMessage());
        return e;
    }

    private String fetch() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(policy.fetch())
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http().sendAsync(request, head -> new BoundedBody(policy.largest()));
        try {
            HttpResponse<byte[]> response = answer.get(policy.fetch().toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) throw new IOException("it answers " + response.statusCode());
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + policy.fetch(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        // The client's threads are daemons and end with it.
    }
}
