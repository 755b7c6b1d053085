package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.http.ConsoleMode;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The product on one machine: on loopback, with a sandbox in the provider's place and a database in memory. What is set otherwise
 * counts here too: with a test key it asks Stripe.
 */
public final class Demo implements AutoCloseable {
    /** The tenant of the printed lines. */
    private static final String TENANT = "acme";

    /** How often work is looked for, so that a page shows what happened within a blink. */
    private static final String WORK_EVERY = "PT0.25S";

    private final Configuration configuration;
    private final Application application;

    private Demo(Configuration configuration, Application application) {
        this.configuration = configuration;
        this.application = application;
    }

    /**
     * Starts it with what these variables say, and a demo's own choice for the rest.
     *
     * @throws dev.missioncontrol.billing.app.config.ConfigurationErrors with everything that is wrong with them
     */
    public static Demo start(Map<String, String> env) {
        Map<String, String> resolved = new HashMap<>(FreePort.resolve(env));
        resolved.putIfAbsent("BILLING_REFRESH_INTERVAL", WORK_EVERY);
        // Nobody balances a demo's load.
        resolved.putIfAbsent("BILLING_DRAIN", "PT0S");
        // On loopback only, where its page lets everybody in; elsewhere it still needs an operator's token.
        resolved.putIfAbsent("BILLING_CONSOLE", "act");
        if (!resolved.containsKey("DATABASE_URL_FILE"))
            resolved.putIfAbsent("DATABASE_URL", "jdbc:h2:mem:demo-" + RandomHex.ofBytes(4));
        boolean ownTokens = Stream.of("SECRET", "SECRET_FILE", "PUBLIC_KEY", "PUBLIC_KEY_FILE", "JWKS_URL")
                .anyMatch(kind -> resolved.containsKey("BILLING_JWT_" + kind));
        if (!ownTokens) resolved.put("BILLING_JWT_SECRET", RandomHex.ofBytes(32));
        Configuration configuration = ConfigurationReader.forDemo(resolved);
        return new Demo(configuration, Application.start(configuration, true));
    }

    /** Where it listens. */
    public URI base() {
        return configuration.baseUrl();
    }

    /** Where its metrics have a listener of their own, if they have. */
    public Optional<URI> metrics() {
        return application.metricsAddress();
    }

    /** The sandbox in the provider's place, if there is no provider: to move its clock and play its buyers. */
    Optional<SandboxPaymentProvider> sandbox() {
        return application.sandbox();
    }

    /** A token for the tenant {@code acme}, good for a day; a word in its place where only others can sign. */
    public String token() {
        if (configuration.jwt() instanceof JwtSettings.Hs256 shared) return DemoToken.of(TENANT, shared, Instant.now());
        return "YOUR_TOKEN";
    }

    /** What to print: the page's address, and three lines that work as they are. */
    public String welcome() {
        String bearer = "-H 'Authorization: Bearer " + token() + "'";
        return String.join(
                "\n",
                "",
                "Billing demo: "
                        + (configuration.placeholderMode()
                                ? "a sandbox instead of a payment provider, "
                                : "STRIPE_SECRET_KEY is set, so Stripe is asked, in its test mode; ")
                        + (configuration.database().inMemory() ? "nothing is kept." : "kept in the database."),
                configuration.demoLogin()
                        ? ""
                        : "Nobody can sign in at the page without a token: " + base() + " is not this machine alone.\n",
                "  Open  " + base() + "/billing",
                configuration.operations().console() == ConsoleMode.OFF
                        ? ""
                        : "  Operators open  " + base() + "/console",
                "",
                "  curl -s " + base() + "/api/billing/plans",
                "  curl -s " + bearer + " " + base() + "/api/billing/status",
                "  curl -s -X POST " + bearer
                        + " -H 'Content-Type: application/json' -d '{\"plan\":\"team\",\"interval\":\"year\",\"seats\":5}' "
                        + base() + "/api/billing/checkout",
                "");
    }

    /** Lets requests in flight finish, then stops everything. */
    @Override
    public void close() {
        application.close();
    }
}
