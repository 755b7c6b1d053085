package dev.missioncontrol.billing.app.doctor;

import static dev.missioncontrol.billing.stripe.StripeSettings.TEST_CALLS_PER_SECOND;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationErrors;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.Hosts;
import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.app.config.KnownVariables;
import dev.missioncontrol.billing.app.config.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that is wrong with the configuration at once, and what is allowed and unwise. Never says a secret. */
final class ConfigurationExam {
    private static final String AREA = "configuration";

    /** Shorter, and a claim may end while the provider is still answering: its longest answer with retries. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(30);

    /** Longer, and a lost event goes unnoticed for longer than a customer waits. */
    private static final Duration LONGEST_SWEEP = Duration.ofHours(24);

    /** Shorter, and what failed over a long weekend is gone before anybody looks. */
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(7);

    /** What workers of all nodes may begin in a second with a test key: a third of its calls, less what people need. */
    private static final int RATE_OF_A_TEST_KEY = 6;

    private final List<Finding> findings = new ArrayList<>();

    private ConfigurationExam() {}

    static List<Finding> of(Map<String, String> variables) {
        Configuration read;
        try {
            read = ConfigurationReader.forServe(variables);
        } catch (ConfigurationErrors errors) {
            return errors.faults().stream()
                    .map(fault -> Finding.fault(
                            AREA,
                            fault.variable() + ": " + fault.what(),
                            "serve ends at once with exit code 2",
                            "set it right; docs/configuration.md has every variable"))
                    .toList();
        }
        ConfigurationExam exam = new ConfigurationExam();
        exam.reach(read);
        exam.tokens(read);
        exam.money(read);
        exam.database(read);
        exam.times(read);
        exam.names(variables);
        if (Finding.worst(exam.findings) == Finding.Level.OK)
            exam.findings.add(Finding.ok(AREA, "nothing in it is wrong or unwise"));
        return exam.findings;
    }

    private void reach(Configuration read) {
        boolean production = read.profile() == Profile.PRODUCTION;
        boolean here = Hosts.loopback(String.valueOf(read.baseUrl().getHost()));
        if (production && here)
            warn(
                    "BILLING_BASE_URL: " + read.baseUrl() + " is this machine itself",
                    "customers come back from checkout to an address that only this machine has",
                    "set it to what customers call this server");
        else if (production && "http".equals(read.baseUrl().getScheme()))
            warn(
                    "BILLING_BASE_URL: it is http",
                    "the page's cookie is sent only over https, and tokens could be read on the way",
                    "put TLS in front, and say https");
        if (!production && !Hosts.loopback(read.host()))
            warn(
                    "BILLING_PROFILE: dev, and BILLING_HOST is " + read.host(),
                    "dev allows what only this machine itself should be allowed",
                    "BILLING_PROFILE=production, or BILLING_HOST=127.0.0.1");
        if (read.operations().metricsPort().isPresent()
                && !Hosts.loopback(read.operations().metricsHost()))
            warn(
                    "BILLING_METRICS_HOST: " + read.operations().metricsHost(),
                    "whoever reaches it reads how much is sold",
                    "let only the network of your monitoring reach that port");
        if (!read.metricsReadable())
            warn(
                    "BILLING_METRICS_PORT: none, so nobody can read metrics",
                    "under BILLING_BASE_URL a proxy may be beside us, so not even this machine is shown them, and no alert fires",
                    "set it: a port that your monitoring reaches and customers do not");
        if (read.operations().drain().isZero())
            warn(
                    "BILLING_DRAIN: zero",
                    "a balancer still sends requests to a node that is about to stop",
                    "set it to a little more than the balancer's interval between two probes");
    }

    /** With keys of an issuer, who signs for others too, a configuration without one is refused. */
    private void tokens(Configuration read) {
        boolean any = read.jwt() instanceof JwtSettings.Hs256 shared
                && shared.claims().audience().isEmpty();
        if (read.profile() == Profile.PRODUCTION && any)
            warn(
                    "BILLING_JWT_AUDIENCE: none, with BILLING_JWT_SECRET",
                    "every token that is signed with this secret is believed, whomever it is meant for, if it names a scope of ours",
                    "set it to what the aud of our tokens says, or sign nothing else with the secret");
    }

    private void money(Configuration read) {
        if (read.placeholderMode())
            warn(
                    "STRIPE_SECRET_KEY: none",
                    "the sandbox answers in Stripe's place, and no money moves",
                    "set a key of Stripe where that is not what you want");
        if (read.allowUnsignedWebhooks())
            warn(
                    "BILLING_ALLOW_UNSIGNED_WEBHOOKS: true",
                    "any program on this machine can say that somebody paid",
                    "set STRIPE_WEBHOOK_SECRET, and this to false");
        if (read.profile() == Profile.PRODUCTION && read.stripeApiBase().isPresent())
            warn(
                    "STRIPE_API_BASE: " + read.stripeApiBase().get().getHost(),
                    "the key goes to somebody who is not Stripe",
                    "leave it out");
        if (!read.placeholderMode() && !read.liveKey() && read.settings().providerRate() > TEST_CALLS_PER_SECOND)
            warn(
                    "BILLING_PROVIDER_RATE: " + read.settings().providerRate() + " with a test key",
                    "a node makes " + TEST_CALLS_PER_SECOND
                            + " calls a second with a test key, checkouts among them, and many a fetch"
                            + " takes up to three",
                    RATE_OF_A_TEST_KEY + " over all nodes until the key is live");
    }

    private void database(Configuration read) {
        if (read.database().h2()) {
            warn(
                    "DATABASE_URL: H2",
                    "one process at a time, and no tools to back it up while it runs",
                    "PostgreSQL for anything that matters");
            return;
        }
        if (read.database().openToOthers())
            findings.add(Finding.ok(
                    AREA,
                    "DATABASE_URL: sslmode=disable, so anybody on the way to another machine reads what is sent"));
        else if (!read.database().encryptionDecided())
            warn(
                    "DATABASE_URL: no sslmode",
                    "the driver falls back to a connection that anybody on the way can read",
                    "sslmode=verify-full with the server's certificate, or at least require; sslmode=disable where the network is yours alone");
    }

    private void times(Configuration read) {
        if (read.settings().lease().compareTo(SHORTEST_LEASE) < 0)
            warn(
                    "BILLING_LEASE: " + read.settings().lease(),
                    "another node takes a fetch over while Stripe is still answering, so it is done twice",
                    SHORTEST_LEASE + " or more");
        if (read.settings().sweepInterval().compareTo(LONGEST_SWEEP) > 0)
            warn(
                    "BILLING_SWEEP_INTERVAL: " + read.settings().sweepInterval(),
                    "an event that was lost goes unnoticed for so long",
                    LONGEST_SWEEP + " or less");
        if (read.settings().retention().kept().compareTo(SHORTEST_RETENTION) < 0)
            warn(
                    "BILLING_RETENTION_DAYS: "
                            + read.settings().retention().kept().toDays(),
                    "an event that failed can't be replayed once its payload is gone",
                    SHORTEST_RETENTION.toDays() + " or more");
    }

    /** They may be another program's: no reason to look, and where something is missing, what it was mistyped as. */
    private void names(Map<String, String> variables) {
        List<String> unread = KnownVariables.unread(variables);
        if (!unread.isEmpty())
            findings.add(Finding.ok(AREA, "not known here, so nobody reads them: " + String.join(", ", unread)));
    }

    private void warn(String what, String why, String remedy) {
        findings.add(Finding.warning(AREA, what, why, remedy));
    }
}
