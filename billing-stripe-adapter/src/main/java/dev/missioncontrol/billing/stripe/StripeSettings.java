package dev.missioncontrol.billing.stripe;

import com.stripe.StripeClient;
import dev.missioncontrol.billing.provider.EventReader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How to reach Stripe, and what to believe; {@link StripePaymentProvider#withKey} starts one. Not for use by several threads. */
public final class StripeSettings {
    /** Where Stripe is. */
    public static final URI STRIPE = URI.create("https://api.stripe.com");

    /** How long a connection may take to stand. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long an answer may take; stripe-java's own 80 s would hold a web request and its thread that long. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(8);

    /** Calls a second in live mode: under Stripe's 100, with room for others on the account. */
    public static final int LIVE_CALLS_PER_SECOND = 80;

    /** Calls a second in test mode: under Stripe's 25. */
    public static final int TEST_CALLS_PER_SECOND = 20;

    /** Calls a second to another place than Stripe's, which has limits of its own if any. */
    private static final int OTHER_CALLS_PER_SECOND = 1_000;

    /** How often a call is tried again after a broken connection, a 409, 429 or 5xx, with the same idempotency key. */
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
    private Optional<Integer> callsPerSecond = Optional.empty();
    private CallListener listener = CallListener.NONE;
    private Supplier<Optional<String>> trace = Optional::empty;
    private Pause pause = Pause.REAL;
    private LongSupplier nanos = System::nanoTime;
    private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();

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

    /**
     * Most calls a second of this process, all its threads together.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public StripeSettings callsPerSecond(int most) {
        if (most < 1) throw new IllegalArgumentException("at least 1 call a second, not " + most);
        callsPerSecond = Optional.of(most);
        return this;
    }

    /** Who is told of every call. */
    public StripeSettings listener(CallListener told) {
        listener = told;
        return this;
    }

    /**
     * The trace that a call belongs to, asked on the caller's thread: a {@code traceparent} of W3C Trace Context, sent on with
     * the call for proxies and doubles that read it. Stripe itself does not.
     */
    public StripeSettings trace(Supplier<Optional<String>> current) {
        trace = current;
        return this;
    }

    /** How to wait, by which clock, and with which jitter: for tests, which wait without waiting. */
    StripeSettings time(Pause waits, LongSupplier nanoseconds, DoubleSupplier spread) {
        pause = waits;
        nanos = nanoseconds;
        jitter = spread;
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
        return new StripePaymentProvider(calls(), live(), reader());
    }

    /** The account behind the key, as operators look at it. */
    public StripeAccount account() {
        return new StripeAccount(calls(), live(), clock);
    }

    StripeCalls calls() {
        String base = apiBase.toString();
        StripeClient client = StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setReadTimeout((int) readTimeout.toMillis())
                // Ours: the library makes none after a 429, and can't be stopped by a circuit.
                .setMaxNetworkRetries(0)
                .setHttpClient(new RawErrorHttpClient())
                .build();
        return new StripeCalls(
                client, new Failures(key), steady(), () -> UUID.randomUUID().toString(), trace);
    }

    private SteadyCalls steady() {
        int standard = live() ? LIVE_CALLS_PER_SECOND : TEST_CALLS_PER_SECOND;
        int perSecond = callsPerSecond.orElse(apiBase.equals(STRIPE) ? standard : OTHER_CALLS_PER_SECOND);
        return new SteadyCalls(new CallRate(perSecond), new Retries(maxNetworkRetries, jitter), pause, nanos, listener);
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
