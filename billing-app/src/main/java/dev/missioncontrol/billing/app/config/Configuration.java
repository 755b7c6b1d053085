package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.WebOrigin;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.usecase.BillingSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that was configured, resolved.
 *
 * @param profile what is allowed
 * @param host where we listen
 * @param port where we listen; 0 for any
 * @param baseUrl what we are called from outside
 * @param database where billing is stored
 * @param stripeKey absent in placeholder mode
 * @param stripeApiBase a double's address instead of Stripe's
 * @param webhookSecrets any of them may sign; placeholders are left out
 * @param catalog what is sold
 * @param ownCatalog whether that is a file of the host's, and not the plans that are built in
 * @param jwt how tokens are checked
 * @param allowUnsignedWebhooks one of the six conditions of {@link UnsignedWebhooks}
 * @param settings what the use cases need
 * @param schema the database's schema
 * @param corsOrigins whose pages may read the API with a token of their own; empty for none
 * @param events where events leave to
 * @param operations how it is run
 * @param seats who says how many seats are in use
 * @param again reads the same variables and files once more; absent where no secret is in a file
 */
public record Configuration(
        Profile profile,
        String host,
        int port,
        URI baseUrl,
        Database database,
        Optional<Secret> stripeKey,
        Optional<URI> stripeApiBase,
        List<Secret> webhookSecrets,
        PlanCatalog catalog,
        boolean ownCatalog,
        JwtSettings jwt,
        boolean allowUnsignedWebhooks,
        BillingSettings settings,
        String schema,
        Set<String> corsOrigins,
        EventTargets events,
        Operations operations,
        SeatCount seats,
        Optional<Supplier<Configuration>> again) {

    /** Copies the lists. */
    public Configuration {
        corsOrigins = Set.copyOf(corsOrigins);
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    /** Whether the sandbox answers instead of Stripe. */
    public boolean placeholderMode() {
        return stripeKey.isEmpty();
    }

    /** Whether the key moves real money. */
    public boolean liveKey() {
        return stripeKey.filter(key -> Placeholders.live(key.value())).isPresent();
    }

    /**
     * Whether anybody may sign in to the page as any tenant: on one's own machine, with nobody's real money. Where we are called
     * by another machine's name, what listens for it may be a proxy beside us.
     */
    public boolean demoLogin() {
        return profile == Profile.DEV && Hosts.loopback(host) && WebOrigin.isThisMachine(baseUrl) && !liveKey();
    }

    /** Whether events without a signature are taken from this machine itself: from nowhere where a proxy may be beside us. */
    public boolean takesUnsignedWebhooks() {
        return allowUnsignedWebhooks && WebOrigin.isThisMachine(baseUrl);
    }

    /**
     * Whether anybody can read the figures: on a listener of their own, or from this machine itself, which is asked for nothing where a
     * proxy may be beside us.
     */
    public boolean metricsReadable() {
        return operations.metricsPort().isPresent() || WebOrigin.isThisMachine(baseUrl);
    }

    /** What we are called on this machine itself. */
    public URI localUrl() {
        return Hosts.local(host, port);
    }
}
