package dev.missioncontrol.billing.stripe;

import com.stripe.StripeClient;
import dev.missioncontrol.billing.provider.EventReader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** How to reach Stripe, and what to believe; {@link StripePaymentProvider#withKey} starts one. Not for use by several threads. */
public final class StripeSettings {
    /** Where Stripe is. */
    public static final URI STRIPE = URI.create("https://api.stripe.com");

    /** How long a connection may take to stand. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long an answer may take; stripe-java's own 80 s would hold a web request and its thread that long. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(8);

    /** How often a call is tried again after a broken connection, a 409 or a 5xx, with the same idempotency key. */
    public static final int MAX_NETWORK_RETRIES = 2;

    /** Longest timeout that makes sense: after it, whoever asked has gone. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

    private final String key;
    private URI apiBase = STRIPE;
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Duration readTimeout = READ_TIMEOUT;
    private int maxNetworkRetries = MAX_NETWORK_RETRIES;
    private List<String> webhookSecrets = List.of();
    private boolean unsignedEvents;
    private InstantSource clock = InstantSource.system();

    StripeSettings(String key) {
        if (key.isBlank()) throw new IllegalArgumentException("the Stripe key is blank");
        if (key.chars().anyMatch(c -> c <= ' ' || c > '~'))
            throw new IllegalArgumentException(
                    "the Stripe key has a blank, a line break or another character that no key has");
        if (key.startsWith("pk_"))
            throw new IllegalArgumentException(
                    "the Stripe key is a publishable one (pk_); the secret one starts with sk_ or rk_");
        this.key = key;
    }

    /**
     * Another place than Stripe's, for a double of it. No path, query or user; plain http only without a live key.
     *
     * @throws IllegalArgumentException if it is none of that kind
     */
    public StripeSettings apiBase(URI base) {
        boolean http = "http".equals(base.getScheme());
        if (!http && !"https".equals(base.getScheme()) || base.getHost() == null)
            throw new IllegalArgumentException("the API base must be http(s)://host, with a port if need be");
        if (base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null)
            throw new IllegalArgumentException("the API base has no user, query or fragment");
        if (http && live()) throw new IllegalArgumentException("a live key is never sent over plain http");
        apiBase = base;
        return this;
    }

    /** @throws IllegalArgumentException if it is not 1 ms to 2 min */
    public StripeSettings connectTimeout(Duration timeout) {
        connectTimeout = bounded(timeout);
        return this;
    }

    /** @throws IllegalArgumentException if it is not 1 ms to 2 min */
    public StripeSettings readTimeout(Duration timeout) {
        readTimeout = bounded(timeout);
        return this;
    }

    /** @throws IllegalArgumentException if it is not 0 to 5 */
    public StripeSettings maxNetworkRetries(int retries) {
        if (retries < 0 || retries > 5) throw new IllegalArgumentException("0 to 5 retries, not " + retries);
        maxNetworkRetries = retries;
        return this;
    }

    /** The webhook endpoint's secrets, several while one is rolled; with none, no event is believed. */
    public StripeSettings webhookSecrets(List<String> secrets) {
        webhookSecrets = List.copyOf(secrets);
        return this;
    }

    /**
     * Believes events without a signature, in test mode: for development alone, where nobody else reaches the webhook.
     *
     * @throws IllegalArgumentException with a live key
     */
    public StripeSettings unsignedEvents() {
        if (live()) throw new IllegalArgumentException("unsigned events are never believed beside a live key");
        unsignedEvents = true;
        return this;
    }

    /** What time it is when a signature's age is told. */
    public StripeSettings clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** @throws IllegalArgumentException if a webhook secret is blank, or unsigned events are to be believed beside one */
    public StripePaymentProvider build() {
        String base = apiBase.toString();
        StripeClient client = StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setReadTimeout((int) readTimeout.toMillis())
                .setMaxNetworkRetries(maxNetworkRetries)
                .build();
        return new StripePaymentProvider(new StripeCalls(client, new Failures(key)), live(), reader());
    }

    private EventReader reader() {
        if (unsignedEvents && !webhookSecrets.isEmpty())
            throw new IllegalArgumentException("with a webhook secret, unsigned events are never believed");
        if (unsignedEvents) return StripeEventReader.unsigned();
        return webhookSecrets.isEmpty()
                ? StripeEventReader.closed()
                : StripeEventReader.signedBy(webhookSecrets, clock);
    }

    private boolean live() {
        return key.startsWith("sk_live_") || key.startsWith("rk_live_");
    }

    private static Duration bounded(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0)
            throw new IllegalArgumentException("a timeout is 1 ms to " + LONGEST_TIMEOUT.toSeconds() + " s");
        return timeout;
    }

    @Override
    public String toString() {
        return "Stripe at " + apiBase + " with key ***";
    }
}
