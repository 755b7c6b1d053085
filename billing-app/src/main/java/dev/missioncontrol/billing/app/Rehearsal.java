package dev.missioncontrol.billing.app;

import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's first minute, played through by itself for {@code scripts/archive.sh}: begun as {@code serve} begins, with a database in memory
 * and a stand-in for Stripe on this machine, it takes a signed webhook, fetches what that was about, and answers who asks. What
 * a JVM then keeps of itself is what the next server needs.
 */
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private static final String TENANT = "rehearsal";
    private static final String PRICE = "price_rehearsal";

    /** How often each is asked: what a JVM keeps tells it what is asked for often. */
    private static final int TIMES = 50;

    /** A machine that is building images is slow. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final byte[] MISSING =
            "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\",\"message\":\"no such thing\"}}"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String secret = "whsec_" + RandomHex.ofBytes(16);
    private final CountDownLatch fetched = new CountDownLatch(1);

    private Rehearsal() {}

    /** Plays it once and ends the process: with 0 if all went well. */
    public static void main(String[] args) {
        try {
            play();
            System.exit(0);
        } catch (Exception e) {
            LOG.error("The rehearsal failed", e);
            // Threads of what had begun would keep the process.
            System.exit(1);
        }
    }

    /** @throws IllegalStateException if something was not answered as it is in a server */
    static void play() throws IOException, InterruptedException {
        PostgresqlClasses.load();
        new Rehearsal().run();
    }

    private void run() throws IOException, InterruptedException {
        HttpServer stripe = standIn();
        try {
            play(ConfigurationReader.forServe(FreePort.resolve(variables(stripe))));
        } finally {
            stripe.stop(0);
        }
    }

    private void play(Configuration configuration) throws IOException, InterruptedException {
        try (Application application = Application.start(configuration, true)) {
            URI base = configuration.baseUrl();
            String token = DemoToken.of(TENANT, (JwtSettings.Hs256) configuration.jwt(), Instant.now());
            for (int time = 0; time < TIMES; time++) {
                SignedEvent event = new StripeEventWriter(secret).write(created(time), Instant.now());
                send(to(base, "/api/billing/webhook")
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("Stripe-Signature", event.signatureHeader())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(event.body())));
                send(to(base, "/api/billing/status").header("Authorization", "Bearer " + token));
            }
            for (String path : List.of("/health/ready", "/health/live", "/metrics", "/api/billing/plans"))
                send(to(base, path));
            if (!fetched.await(LONGEST.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("nothing was fetched from the provider");
        }
    }

    /** Knows nothing, as Stripe with another account's key. */
    private HttpServer standIn() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(404, MISSING.length);
            exchange.getResponseBody().write(MISSING);
            exchange.close();
            fetched.countDown();
        });
        server.start();
        return server;
    }

    private Map<String, String> variables(HttpServer stripe) {
        return Map.ofEntries(
                Map.entry("BILLING_PROFILE", "dev"),
                Map.entry("BILLING_PORT", "0"),
                Map.entry("BILLING_DRAIN", "PT0S"),
                Map.entry("BILLING_REFRESH_INTERVAL", "PT0.25S"),
                Map.entry("BILLING_JWT_SECRET", RandomHex.ofBytes(32)),
                Map.entry("DATABASE_URL", "jdbc:h2:mem:rehearsal-" + RandomHex.ofBytes(4)),
                Map.entry("STRIPE_SECRET_KEY", "sk_" + "test_" + RandomHex.ofBytes(12)),
                Map.entry(
                        "STRIPE_API_BASE",
                        "http://127.0.0.1:" + stripe.getAddress().getPort()),
                Map.entry("STRIPE_WEBHOOK_SECRET", secret),
                Map.entry("STRIPE_PRICE_PRO_MONTHLY", PRICE + "_pro"),
                Map.entry("STRIPE_PRICE_TEAM_MONTHLY", PRICE));
    }

    private static ProviderEvent created(int number) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SubscriptionItem item = new SubscriptionItem(
                new PriceId(PRICE),
                OptionalLong.of(5),
                Optional.of(BillingInterval.MONTH),
                Optional.of(now.plus(Duration.ofDays(30))));
        SubscriptionSnapshot snapshot = new SubscriptionSnapshot(
                new SubscriptionId("sub_rehearsal"),
                Optional.of(new CustomerId("cus_rehearsal")),
                "active",
                List.of(item),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new BillingMetadata(Optional.of(TENANT), Optional.empty(), Optional.empty()),
                false,
                Optional.empty());
        return new ProviderEvent(
                new EventId("evt_rehearsal" + number),
                "customer.subscription." + (number == 0 ? "created" : "updated"),
                now,
                false,
                Optional.empty(),
                Optional.of(StripeEventWriter.API_VERSION),
                new EventContent.OfSubscription(snapshot),
                "");
    }

    private static HttpRequest.Builder to(URI base, String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LONGEST);
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200)
            throw new IllegalStateException(
                    answer.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
    }
}
