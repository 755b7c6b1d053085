package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationErrors;
import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tokens and webhooks are checked with, as the files of their secrets have it now: a file that was replaced is read
 * without a restart. One that can't be used is said once, and what was used before goes on being used. Safe for many threads.
 */
final class Rotation {
    /** How often the files are looked at. */
    static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

    private final Optional<Supplier<Configuration>> again;
    private final boolean stripe;
    private final InstantSource clock;
    private final Optional<String> seatsClaim;
    private volatile JwtSettings jwt;
    private volatile TenantAuthenticator authenticator;
    private volatile List<Secret> webhookSecrets;
    private volatile EventReader reader;
    private String trouble = "";

    /** @param reader the reader of events to begin with; the sandbox signs its own and keeps it */
    Rotation(Configuration configuration, EventReader reader, InstantSource clock) {
        again = configuration.again();
        stripe = !configuration.placeholderMode();
        this.clock = clock;
        this.reader = reader;
        jwt = configuration.jwt();
        seatsClaim = configuration.seats().claim();
        authenticator = Authenticators.of(jwt, seatsClaim, clock);
        webhookSecrets = configuration.webhookSecrets();
    }

    /** Checks tokens with the secrets of the moment. */
    TenantAuthenticator authenticator() {
        return credentials -> authenticator.authenticate(credentials);
    }

    /** Checks webhooks with the secrets of the moment. */
    EventReader reader() {
        return new Current();
    }

    /** Whether there is a file to look at. */
    boolean watches() {
        return again.isPresent();
    }

    /** Looks at the files, and takes what changed. Called by one thread at a time. */
    void look() {
        try {
            take(again.orElseThrow().get());
            trouble = "";
        } catch (ConfigurationErrors e) {
            say(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Without its message: nobody has made sure that it holds no secret.
            say(e.getClass().getSimpleName());
        }
    }

    private void say(String what) {
        if (!what.equals(trouble))
            LOG.warn("Secrets stay as they were; the configuration can't be read again: {}", what);
        trouble = what;
    }

    private void take(Configuration now) {
        if (!now.jwt().equals(jwt)) {
            authenticator = Authenticators.of(now.jwt(), seatsClaim, clock);
            jwt = now.jwt();
            LOG.info("Tokens are checked with what is in the file now");
        }
        List<Secret> signing = now.webhookSecrets();
        if (stripe && !signing.isEmpty() && !signing.equals(webhookSecrets)) {
            reader = StripeEventReader.signedBy(
                    signing.stream().map(Secret::value).toList(), clock);
            webhookSecrets = signing;
            LOG.info("Webhooks are checked with the {} secrets that are in the file now", signing.size());
        }
    }

    private final class Current implements EventReader {
        @Override
        public String signatureHeader() {
            return reader.signatureHeader();
        }

        @Override
        public Reading read(byte[] body, Optional<String> signature) {
            return reader.read(body, signature);
        }

        @Override
        public ProviderEvent reread(EventId id, String payload) {
            return reader.reread(id, payload);
        }
    }
}
