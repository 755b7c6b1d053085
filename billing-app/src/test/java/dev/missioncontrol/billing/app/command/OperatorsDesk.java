package dev.missioncontrol.billing.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.WebhookAnswer;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.BillingPool;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.stripe.wire.WireFaults;
import dev.missioncontrol.billing.stripe.wire.WireServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A database, a stand-in for Stripe, a configuration of both, and a terminal to type commands on. */
final class OperatorsDesk implements AutoCloseable {
    private static final String SECRET = "whsec_" + "ab".repeat(16);
    private static final ObjectMapper JSON = new ObjectMapper();

    final SandboxPaymentProvider stripe = SandboxPaymentProvider.on(InstantSource.system(), "desk");
    final HikariDataSource source;

    private final PlanCatalog catalog = DefaultCatalog.withPrices(prices());
    private final List<ProviderEvent> sent = new ArrayList<>();
    private final WireServer api;
    private final Path folder;
    private final Path config;
    private int made;

    OperatorsDesk(Path folder) {
        this(folder, "jdbc:h2:file:" + folder.resolve("billing"), "", "");
    }

    OperatorsDesk(Path folder, String url, String user, String password) {
        this.folder = folder;
        stripe.sell(catalog);
        stripe.onEvent(sent::add);
        api = WireServer.on(stripe).requestsPerSecond(10_000).start();
        source = BillingPool.open(url, user, password);
        JdbiBillingStore.migrate(source);
        config = folder.resolve("billing.env");
        write(config.getFileName().toString(), configuration(url, user, password));
    }

    /** The same configuration with another database, that the same user may use. */
    Path configuredFor(String url) throws IOException {
        return write(
                "another-database.env",
                Files.readAllLines(config).stream()
                        .map(line -> line.startsWith("DATABASE_URL=") ? "DATABASE_URL=" + url : line)
                        .toList());
    }

    private List<String> configuration(String url, String user, String password) {
        List<String> lines = new ArrayList<>(List.of(
                "BILLING_PROFILE=dev",
                "DATABASE_URL=" + url,
                "DATABASE_USER=" + user,
                "DATABASE_PASSWORD=" + password,
                "STRIPE_SECRET_KEY=sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
                "STRIPE_API_BASE=" + api.base(),
                "STRIPE_WEBHOOK_SECRET=" + SECRET,
                "BILLING_PROVIDER_RATE=100",
                "BILLING_JWT_SECRET=" + "0123456789abcdef".repeat(4)));
        prices().forEach((slot, price) ->
                lines.add("STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT) + "=" + price));
        return lines;
    }

    private static Map<DefaultCatalog.Slot, String> prices() {
        return DefaultCatalog.SLOTS.stream()
                .collect(Collectors.toMap(slot -> slot, slot -> "price_1" + slot.plan() + slot.interval()));
    }

    Path write(String name, List<String> lines) {
        try {
            return Files.write(folder.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is to go wrong at Stripe. */
    WireFaults faults() {
        return api.faults();
    }

    /** What a command answered. */
    record Answer(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }
    }

    Answer type(String... words) {
        return typeWith(config, words);
    }

    Answer typeWith(Path configuration, String... words) {
        StringWriter out = new StringWriter();
        Answer answer = typeInto(new PrintWriter(out), configuration, words);
        return new Answer(answer.code(), out.toString(), answer.err());
    }

    /** Nothing is known of what it prints. */
    Answer typeInto(PrintWriter out, String... words) {
        return typeInto(out, config, words);
    }

    private static Answer typeInto(PrintWriter out, Path configuration, String... words) {
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--config");
        all.add(configuration.toString());
        CommandLine line = BillingCommand.commandLine();
        line.setOut(out).setErr(new PrintWriter(err));
        return new Answer(line.execute(all.toArray(String[]::new)), "", err.toString());
    }

    /** The same configuration with these lines in place of those of the same variable; one without a value takes it out. */
    Path with(String... lines) throws IOException {
        List<String> names = Stream.of(lines).map(line -> line.split("=", 2)[0]).toList();
        return write(
                "other.env",
                Stream.concat(
                                Files.readAllLines(config).stream()
                                        .filter(line -> !names.contains(line.split("=", 2)[0])),
                                Stream.of(lines).filter(line -> !line.endsWith("=")))
                        .toList());
    }

    /** The same configuration without a key for Stripe. */
    Path placeholders() {
        try {
            return write(
                    "placeholders.env",
                    Files.readAllLines(config).stream()
                            .filter(line -> !line.startsWith("STRIPE_"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CustomerId customer(String owner) {
        return stripe.createCustomer(
                new CustomerRequest(new TenantId(owner), Optional.empty(), Optional.empty(), BillingMetadata.NONE),
                "customer-" + ++made);
    }

    /** A subscription to the plan pro that we did not sell. */
    SubscriptionId subscription(String owner, CustomerId customer, BillingMetadata metadata) {
        return stripe.pay(stripe.createCheckoutSession(
                        new CheckoutSessionRequest(
                                new TenantId(owner),
                                customer,
                                catalog.named("pro")
                                        .orElseThrow()
                                        .prices()
                                        .get(BillingInterval.MONTH)
                                        .id(),
                                1,
                                "https://app.example/done",
                                URI.create("https://app.example/left"),
                                metadata,
                                0,
                                false,
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        "session-" + ++made)
                .id());
    }

    /** Delivers what happened at Stripe since the last time, as the server would take it. Returns what was answered. */
    List<String> deliver() {
        Billing billing = Billing.builder()
                .catalog(catalog)
                .provider(StripePaymentProvider.of("sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc", List.of(SECRET)))
                .store(JdbiBillingStore.on(source))
                .build();
        StripeEventWriter writer = new StripeEventWriter(SECRET);
        List<String> answers = new ArrayList<>();
        for (ProviderEvent event : sent) {
            SignedEvent signed = writer.write(event, InstantSource.system().instant());
            WebhookAnswer answer = billing.accept(signed.body(), signed.signatureHeader());
            answers.add(answer.code());
        }
        sent.clear();
        return answers;
    }

    void execute(String sql) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        api.close();
        source.close();
    }
}
