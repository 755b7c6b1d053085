package dev.missioncontrol.billing.app;

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
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    private final String secret = "whsec_" + RandomHex.ofBytes(16);

    private Rehearsal() {}

    /**
     * Plays it once and ends the process: with 0 if all went well.
     *
     * @param args the JDBC URL of a database of H2's that is up to date, as most servers find theirs: what migrates is not part of it
     */
    public static void main(String[] args) {
        try {
            play(args[0]);
            System.exit(0);
        } catch (Exception e) {
            LOG.error("The rehearsal failed", e);
            // Threads of what had begun would keep the process.
            System.exit(1);
        }
    }

    /** @throws IllegalStateException if something was not answered as it is in a server */
    static void play(String database) throws IOException, InterruptedException {
        PostgresqlClasses.load();
        new Rehearsal().run(database);
    }

    private void run(String database) throws IOException, InterruptedException {
        try (StandIn stripe = new StandIn()) {
            Configuration configuration =
                    ConfigurationReader.forServe(FreePort.resolve(variables(database, stripe.base())));
            try (Application application = Application.start(configuration, true)) {
                play(configuration);
                if (!stripe.awaitAsked(LONGEST.toSeconds()))
                    throw new IllegalStateException("nothing was fetched from the provider");
            }
        }
    }

    private void play(Configuration configuration) throws IOException {
        URI base = configuration.baseUrl();
        Map<String, String> token = Map.of(
                "Authorization",
                "Bearer " + DemoToken.of(TENANT, (JwtSettings.Hs256) configuration.jwt(), Instant.now()));
        for (int time = 0; time < TIMES; time++) {
            SignedEvent event = new StripeEventWriter(secret).write(created(time), Instant.now());
            Map<String, String> signed = Map.of(
                    "Content-Type", "application/json; charset=utf-8", "Stripe-Signature", event.signatureHeader());
            send(base.resolve("/api/billing/webhook"), signed, event.body());
            send(base.resolve("/api/billing/status"), token, new byte[0]);
        }
        for (String path : List.of("/health/ready", "/health/live", "/metrics", "/api/billing/plans"))
            send(base.resolve(path), Map.of(), new byte[0]);
    }

    private Map<String, String> variables(String database, String stripe) {
        return Map.ofEntries(
                Map.entry("BILLING_PROFILE", "dev"),
                Map.entry("BILLING_PORT", "0"),
                Map.entry("BILLING_DRAIN", "PT0S"),
                Map.entry("BILLING_REFRESH_INTERVAL", "PT0.25S"),
                Map.entry("BILLING_JWT_SECRET", RandomHex.ofBytes(32)),
                Map.entry("DATABASE_URL", database),
                Map.entry("STRIPE_SECRET_KEY", "sk_" + "test_" + RandomHex.ofBytes(12)),
                Map.entry("STRIPE_API_BASE", stripe),
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

    /** As the library that calls Stripe does it: a client of its own would leave its classes behind. */
    private static void send(URI to, Map<String, String> headers, byte[] body) throws IOException {
        HttpURLConnection request = (HttpURLConnection) to.toURL().openConnection();
        request.setReadTimeout((int) LONGEST.toMillis());
        headers.forEach(request::setRequestProperty);
        if (body.length > 0) {
            request.setDoOutput(true);
            request.getOutputStream().write(body);
        }
        if (request.getResponseCode() != HttpURLConnection.HTTP_OK)
            throw new IllegalStateException(to + " was answered " + request.getResponseCode());
        request.getInputStream().readAllBytes();
    }
}
