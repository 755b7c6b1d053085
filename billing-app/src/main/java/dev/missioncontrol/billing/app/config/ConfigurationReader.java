package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.WebOrigin;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the environment and says everything that is wrong with it at once. */
public final class ConfigurationReader {
    /**
     * What holds where nothing was set.
     *
     * @param server whether it is for a server, which needs what comes of {@code stripe setup} and secrets of its own
     */
    public record Defaults(
            Profile profile,
            Optional<String> databaseUrl,
            boolean unsignedWebhooks,
            boolean jwtNeeded,
            boolean server) {
        /** A demo's: dev, H2 in memory, unsigned webhooks allowed, a JWT secret of its own. */
        public static final Defaults DEMO =
                new Defaults(Profile.DEV, Optional.of("jdbc:h2:mem:billing"), true, false, true);

        /** A service's: production, and nothing by itself. */
        public static final Defaults SERVE = new Defaults(Profile.PRODUCTION, Optional.empty(), false, true, true);

        /** For who asks Stripe alone: the endpoint whose secret is missing may be what is to be made, and so may prices. */
        public static final Defaults STRIPE = new Defaults(Profile.PRODUCTION, Optional.empty(), false, true, false);
    }

    private static final int DEFAULT_PORT = 8080;
    private static final int LAST_PORT = 65_535;

    /** Most characters of a key or a secret of Stripe's, several times as long as those of today: with others none can be sent. */
    private static final int LONGEST_KEY = 255;

    private static final String KEY = "STRIPE_SECRET_KEY";
    private static final String WEBHOOK = "STRIPE_WEBHOOK_SECRET";
    private static final String UNSIGNED = "BILLING_ALLOW_UNSIGNED_WEBHOOKS";
    private static final String URL = "DATABASE_URL";
    private static final String BASE = "BILLING_BASE_URL";

    private final Environment env;
    private final Map<String, String> variables;
    private final Defaults defaults;

    private ConfigurationReader(Map<String, String> variables, Defaults defaults) {
        this.env = new Environment(variables);
        this.variables = variables;
        this.defaults = defaults;
    }

    /**
     * For a demo, which takes no live key.
     *
     * @throws ConfigurationErrors with everything that is wrong
     */
    public static Configuration forDemo(Map<String, String> env) {
        return read(env, Defaults.DEMO);
    }

    /**
     * For a service.
     *
     * @throws ConfigurationErrors with everything that is wrong
     */
    public static Configuration forServe(Map<String, String> env) {
        return read(env, Defaults.SERVE);
    }

    /**
     * For who asks Stripe alone: what only a server needs may be missing, and so may prices, which {@code stripe setup}
     * makes.
     *
     * @throws ConfigurationErrors with everything that is wrong with the rest
     */
    public static Configuration forStripe(Map<String, String> env) {
        return read(StripeVariables.completed(env), Defaults.STRIPE);
    }

    /** Where billing is stored, for who needs nothing else. */
    public record Stored(Database database, String schema) {}

    /**
     * For a migration.
     *
     * @throws ConfigurationErrors with everything that is wrong about the database
     */
    public static Stored forMigrate(Map<String, String> env) {
        ConfigurationReader reader = new ConfigurationReader(env, Defaults.SERVE);
        Stored stored = new Stored(reader.database(), reader.schema());
        if (!reader.env.faults().isEmpty()) throw new ConfigurationErrors(reader.env.faults());
        return stored;
    }

    /**
     * For who looks at the receivers of events alone.
     *
     * @throws ConfigurationErrors with everything that is wrong about them
     */
    public static EventTargets forEvents(Map<String, String> env) {
        return alone(env, EventTargets::read);
    }

    /**
     * For who looks at where keys of tokens are published alone.
     *
     * @throws ConfigurationErrors with everything that is wrong about tokens
     */
    public static JwtSettings forTokens(Map<String, String> env) {
        return alone(env, read -> JwtReader.read(read, false));
    }

    /**
     * For who looks at who counts seats alone.
     *
     * @throws ConfigurationErrors with everything that is wrong about that
     */
    public static SeatCount forSeats(Map<String, String> env) {
        return alone(env, SeatCount::read);
    }

    private static <T> T alone(Map<String, String> variables, Function<Environment, T> part) {
        Environment env = new Environment(variables);
        T read = part.apply(env);
        if (!env.faults().isEmpty()) throw new ConfigurationErrors(env.faults());
        return read;
    }

    /**
     * With these defaults.
     *
     * @throws ConfigurationErrors with everything that is wrong
     */
    public static Configuration read(Map<String, String> env, Defaults defaults) {
        return new ConfigurationReader(env, defaults).read();
    }

    private Configuration read() {
        Profile profile = profile();
        String host = env.text("BILLING_HOST").orElse("127.0.0.1");
        int port = env.number("BILLING_PORT", DEFAULT_PORT, 0, LAST_PORT);
        URI base = called().orElseGet(() -> base(host, port));
        Optional<Secret> key = key();
        List<String> webhook = webhookSecrets();
        List<Secret> signing = webhook.stream()
                .filter(s -> !Placeholders.placeholder(s))
                .map(Secret::new)
                .toList();
        Optional<URI> api = env.address("STRIPE_API_BASE");
        boolean production = profile == Profile.PRODUCTION;
        // In production what answers on this machine is a proxy before Stripe.
        boolean standIn = !production && api.filter(WebOrigin::isThisMachine).isPresent();
        Configuration read = new Configuration(
                profile,
                host,
                port,
                base,
                database(),
                key,
                api,
                signing,
                new CatalogChoice(env, production || key.isPresent(), defaults.server(), standIn).read(),
                env.text(CatalogChoice.FILE).isPresent(),
                JwtReader.read(env, defaults.jwtNeeded() || production),
                env.flag(UNSIGNED, defaults.unsignedWebhooks() && profile == Profile.DEV),
                SettingsReader.read(env, base),
                schema(),
                OriginsReader.read(env),
                EventTargets.read(env),
                Operations.read(env, standIn),
                SeatCount.read(env),
                again());
        check(read, signing.size() < webhook.size());
        if (!env.faults().isEmpty()) throw new ConfigurationErrors(env.faults());
        return read;
    }

    private List<String> webhookSecrets() {
        List<String> all = env.secret(WEBHOOK).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .toList();
        if (all.size() > StripeEventReader.MOST_SECRETS)
            env.wrong(WEBHOOK, "must be at most " + StripeEventReader.MOST_SECRETS + " secrets");
        if (all.stream().anyMatch(one -> one.length() > LONGEST_KEY || !one.matches("[\\x21-\\x7e]*")))
            env.wrong(WEBHOOK, "must be visible characters, at most " + LONGEST_KEY + " between two commas");
        return all;
    }

    private Optional<Supplier<Configuration>> again() {
        boolean files = variables.keySet().stream().anyMatch(name -> name.endsWith("_FILE"));
        return files ? Optional.of(() -> read(variables, defaults)) : Optional.empty();
    }

    private void check(Configuration read, boolean placeholderSecret) {
        if (defaults.equals(Defaults.DEMO) && read.liveKey())
            env.wrong(KEY, "is a live key, with which a demo would sell for money: unset it, or take a test key");
        if (read.profile() == Profile.PRODUCTION) {
            if (env.text(BASE).isEmpty())
                env.wrong(
                        BASE,
                        "is missing: set it to what customers call this server, such as https://billing.example.com;"
                                + " they come back to it from checkout");
            if (read.placeholderMode()) env.wrong(KEY, "is missing or a placeholder, which production refuses");
            if (placeholderSecret || defaults.server() && read.webhookSecrets().isEmpty())
                env.wrong(WEBHOOK, "is missing or a placeholder, which production refuses");
            if (read.database().h2()) env.wrong(URL, "is H2, which production refuses; use PostgreSQL");
            requireSecretsOfOnesOwn(read);
            if (read.allowUnsignedWebhooks()) env.wrong(UNSIGNED, "must be false in production");
        } else if (read.liveKey() && read.allowUnsignedWebhooks()) {
            env.wrong(UNSIGNED, "must be false with a live " + KEY);
        }
    }

    private void requireSecretsOfOnesOwn(Configuration read) {
        requireOnesOwn("DATABASE_PASSWORD", "is", Stream.of(read.database().password()));
        // Who asks Stripe alone uses none of the others.
        if (!defaults.server()) return;
        requireOnesOwn(URL, "has", read.database().passwordInUrl().stream());
        requireOnesOwn("BILLING_EVENT_SECRET", "is", read.events().secrets().stream());
        requireOnesOwn("BILLING_SEAT_USAGE_SECRET", "is", read.seats().source().map(SeatCount.Source::secret).stream());
    }

    private void requireOnesOwn(String name, String isOrHas, Stream<Secret> secrets) {
        // An empty one is asked for, or not, elsewhere.
        if (secrets.map(Secret::value).anyMatch(secret -> !secret.isEmpty() && Placeholders.placeholder(secret)))
            env.wrong(name, isOrHas + " a placeholder, which production refuses");
    }

    private Profile profile() {
        String word = env.text("BILLING_PROFILE").orElse("");
        if (word.equals("production")) return Profile.PRODUCTION;
        if (word.equals("dev")) return Profile.DEV;
        if (!word.isEmpty()) env.wrong("BILLING_PROFILE", "must be production or dev, not " + word);
        return defaults.profile();
    }

    private Optional<Secret> key() {
        Optional<String> key = env.secret(KEY).filter(k -> !Placeholders.placeholder(k));
        if (key.filter(k -> !k.matches("[sr]k_[\\x21-\\x7e]+") || k.length() > LONGEST_KEY)
                .isPresent())
            env.wrong(
                    KEY,
                    "must be a secret or a restricted key: sk_ or rk_ and more, at most " + LONGEST_KEY
                            + " visible characters");
        return key.map(Secret::new);
    }

    private Database database() {
        // It may hold a password.
        String url = env.secretOrNone(URL).or(defaults::databaseUrl).orElse("");
        if (url.isEmpty()) env.missing(URL, "is missing");
        else if (!url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:"))
            env.wrong(URL, "must begin with jdbc:postgresql: or jdbc:h2:");
        // A server that asks for none is told so by naming neither.
        String password = env.secretOrNone("DATABASE_PASSWORD").orElse("");
        boolean rowSecurity = env.flag("DATABASE_ROW_SECURITY", false);
        if (rowSecurity && url.startsWith("jdbc:h2:"))
            env.wrong("DATABASE_ROW_SECURITY", "is PostgreSQL's alone; leave it out with H2");
        return new Database(url, env.text("DATABASE_USER").orElse(""), new Secret(password), rowSecurity);
    }

    private String schema() {
        String schema = env.text("BILLING_SCHEMA").orElse("billing");
        if (!JdbiBillingStore.isSchemaName(schema))
            env.wrong(
                    "BILLING_SCHEMA", "must be a small letter, then small letters, digits and underscores, at most 63");
        return schema;
    }

    /** What was said that we are called; a slash at its end is nothing. */
    private Optional<URI> called() {
        Optional<URI> said = env.address(BASE);
        said.filter(uri -> !uri.toString().replaceFirst("/$", "").equals(WebOrigin.of(uri)))
                .ifPresent(uri -> env.wrong(BASE, "must be written as browsers send it: " + WebOrigin.of(uri)));
        return said.map(uri -> URI.create(WebOrigin.of(uri)));
    }

    private URI base(String host, int port) {
        try {
            return Hosts.local(host, port);
        } catch (IllegalArgumentException e) {
            env.wrong("BILLING_HOST", "must be a host's name or address");
            return Hosts.local("localhost", port);
        }
    }
}
