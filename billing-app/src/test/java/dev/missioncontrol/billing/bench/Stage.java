package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the workloads play on: a PostgreSQL, a provider, and the product, whose servers begin here. */
final class Stage implements AutoCloseable {
    private static final String WEBHOOK_SECRET = "whsec_" + "bench".repeat(8);

    private final Settings settings;
    private final Report report;
    private final Postgres postgres;
    private final Provider provider;
    private final Events events;

    private Stage(Settings settings, Report report, Postgres postgres, Provider provider) {
        this.settings = settings;
        this.report = report;
        this.postgres = postgres;
        this.provider = provider;
        events = new Events(WEBHOOK_SECRET, "evt_" + Long.toString(Instant.now().getEpochSecond(), 36));
    }

    /** With the product's tables, and the rows of one tenant that the product itself wrote. */
    static Stage open(Settings settings, Report report) throws IOException {
        Stage stage =
                new Stage(settings, report, Postgres.start(settings.folder(), settings.postgres()), new Provider());
        try {
            stage.writeFirst();
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
        return stage;
    }

    private void writeFirst() {
        postgres.migrate();
        try (Server first = product(Map.of())) {
            first.answers(Requests.get("/health/ready"));
            first.answers(events.first("0"));
        }
        new Clones(postgres).keepFirst();
    }

    Settings settings() {
        return settings;
    }

    Report report() {
        return report;
    }

    Postgres postgres() {
        return postgres;
    }

    Provider provider() {
        return provider;
    }

    Events events() {
        return events;
    }

    /** The product with these variables beside those that it needs, or in place of them. */
    Server product(Map<String, String> variables) {
        return product(Server.OWN_JAVA, settings.options(), variables);
    }

    Server product(Path java, List<String> options, Map<String, String> variables) {
        return Server.product(java, settings.jar(), options, with(variables), log("product"));
    }

    /** One of the product's commands, in a process of its own, which may call the provider as fast as can be set. */
    Process tool(Path said, String... arguments) {
        Map<String, String> variables = with(Map.of("BILLING_PROVIDER_RATE", Provider.FASTEST_RATE));
        return Server.tool(settings.jar(), settings.options(), variables, said, arguments);
    }

    /** A server that does nothing, to hold the product to. */
    Server bare() {
        return bare(Server.OWN_JAVA, List.of());
    }

    Server bare(Path java, List<String> options) {
        return Server.bare(java, options, Map.of(BareServer.SECRET, Tokens.SECRET), log("bare"));
    }

    /** The same, but it believes and reads an event before it forgets it. */
    Server reading() {
        return Server.bare(
                Server.OWN_JAVA,
                List.of(),
                Map.of(BareServer.SECRET, Tokens.SECRET, BareServer.WEBHOOK_SECRET, WEBHOOK_SECRET),
                log("reading"));
    }

    private Map<String, String> with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of(
                "BILLING_PROFILE",
                "dev",
                "DATABASE_URL",
                postgres.url(),
                "DATABASE_USER",
                "postgres",
                "STRIPE_SECRET_KEY",
                "sk_" + "test_" + "bench".repeat(5),
                "STRIPE_API_BASE",
                provider.base(),
                "STRIPE_WEBHOOK_SECRET",
                WEBHOOK_SECRET,
                "STRIPE_PRICE_TEAM_MONTHLY",
                "price_team_m",
                "STRIPE_PRICE_PRO_MONTHLY",
                "price_pro_m",
                "BILLING_JWT_SECRET",
                Tokens.SECRET));
        all.putAll(variables);
        return all;
    }

    private Path log(String name) {
        return settings.folder().resolve(name + ".log");
    }

    /** Tells whoever waits what goes on. */
    static void say(String what) {
        System.err.println(what);
    }

    @Override
    public void close() throws IOException {
        provider.close();
        postgres.close();
    }
}
