package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Retention;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads what the use cases need. */
final class SettingsReader {
    /** Most calls a second that workers may begin: all that Stripe takes of an account in live mode. */
    private static final int MOST_CALLS = 100;

    private static final String INSTALLATION = "BILLING_INSTALLATION";

    private SettingsReader() {}

    static BillingSettings read(Environment env, URI baseUrl) {
        return new BillingSettings(
                new AccessPolicy(env.number(
                        "BILLING_GRACE_DAYS", AccessPolicy.STANDARD.graceDays(), 0, AccessPolicy.MOST_GRACE_DAYS)),
                installation(env),
                returnTo(env, baseUrl),
                env.flag("BILLING_PROMOTION_CODES", false),
                env.flag("BILLING_AUTOMATIC_TAX", false),
                env.duration("BILLING_LEASE", BillingSettings.STANDARD_LEASE),
                env.duration("BILLING_REFRESH_INTERVAL", BillingSettings.STANDARD_REFRESH_INTERVAL),
                env.duration("BILLING_SWEEP_INTERVAL", BillingSettings.STANDARD_SWEEP_INTERVAL),
                env.number("BILLING_PROVIDER_RATE", BillingSettings.STANDARD_PROVIDER_RATE, 1, MOST_CALLS),
                new Retention(Duration.ofDays(env.number(
                        "BILLING_RETENTION_DAYS",
                        (int) Retention.STANDARD.kept().toDays(),
                        (int) Retention.SHORTEST.toDays(),
                        (int) Retention.LONGEST.toDays()))));
    }

    private static Optional<String> installation(Environment env) {
        Optional<String> name = env.text(INSTALLATION);
        if (name.filter(said -> !BillingSettings.isInstallation(said)).isEmpty()) return name;
        env.wrong(INSTALLATION, "must be " + BillingSettings.INSTALLATION_NAMES);
        return Optional.empty();
    }

    private static URI returnTo(Environment env, URI baseUrl) {
        String wanted = env.text("BILLING_RETURN_URL").orElse("/billing");
        String base = baseUrl.toString().replaceAll("/+$", "");
        boolean path = wanted.startsWith("/") && !wanted.startsWith("//");
        Optional<URI> address = Environment.http(path ? base + wanted : wanted);
        if (address.isEmpty())
            env.wrong(
                    "BILLING_RETURN_URL",
                    "must be a path, or an address with http:// or https://, at most " + Environment.LONGEST_ADDRESS
                            + " characters in all");
        return address.orElse(baseUrl);
    }
}
